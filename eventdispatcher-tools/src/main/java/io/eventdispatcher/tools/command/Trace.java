package io.eventdispatcher.tools.command;

import io.eventdispatcher.message.Message;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --trace} shows. Secrets are masked and wire text made harmless by {@link Message#toString}.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Trace {

    private final @Nullable PrintStream err;

    /** @param err null to show nothing */
    Trace(@Nullable PrintStream err) {
        this.err = err;
    }

    void say(String what) {
        if (err != null) {
            err.println("ed-signal: " + what);
        }
    }

    void sent(Message message) {
        say("> " + message);
    }

    void received(String line) {
        say("< " + line);
    }
}
