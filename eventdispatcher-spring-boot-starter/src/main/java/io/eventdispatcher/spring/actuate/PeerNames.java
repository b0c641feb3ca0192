package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.messenger.MessageObserver;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for each connection what its peer calls itself: {@code server:service} of its first message with a source.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class PeerNames implements MessageObserver {

    private static final int MAX_CHARS = 128;
    private static final AttributeKey<String> NAME = AttributeKey.named("peer");

    /** Knows nobody yet. */
    public PeerNames() {}

    @Override
    public void received(Connection connection, Message message) {
        if (connection.attribute(NAME) == null) {
            MessageAddress source = message.source();
            if (!source.isNone()) {
                connection.attribute(NAME, LogText.clip(source.toString(), MAX_CHARS));
            }
        }
    }

    static @Nullable String of(Connection connection) {
        return connection.attribute(NAME);
    }
}
