package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.message.Message;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client interface failed for another reason than its request: the message was refused by the client, or the
 * answer cannot be made into what the method returns.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class MessageExchangeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Message answer;

    MessageExchangeException(String message, @Nullable Message answer, @Nullable Throwable cause) {
        super(message, cause);
        this.answer = answer;
    }

    /**
     * Returns what the peer answered.
     *
     * @return the answer that is not usable; null if the message was not sent
     */
    public @Nullable Message answer() {
        return answer;
    }
}
