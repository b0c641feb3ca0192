package io.eventdispatcher.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A certificate, a key or a key store cannot be used. The message names the file, what is wrong and what to do.
 *
 * @since 0.1
 */
public final class TlsMaterialException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Describes a failure.
     *
     * @param message names the file and the fix
     * @param cause what the JDK said, null when it was not asked
     * @since 0.1
     */
    public TlsMaterialException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
