package io.eventdispatcher.tools.console;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a tool says to a daemon that asks whether it is still there, as the daemon does before it gives the name of the tool to
 * somebody else.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class LifeSign {

    private static final String[] REPEATED = {"serial", "timestamp"};

    private LifeSign() {}

    /**
     * Answers a message if it is that question.
     *
     * @param message any
     * @return null if it is something else
     */
    public static @Nullable Message answerTo(Message message) {
        if (!message.command().equals("ALIVE") || !message.source().service().equals("communicatord")) {
            return null;
        }
        MessageBuilder answer = message.reply("ABSOLUTELY").param("reply_timestamp", Instant.now());
        for (String name : REPEATED) {
            String value = message.param(name);
            if (value != null) {
                answer.param(name, value);
            }
        }
        return answer.build();
    }
}
