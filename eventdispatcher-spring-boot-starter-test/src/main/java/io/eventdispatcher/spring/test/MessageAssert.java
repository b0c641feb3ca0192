package io.eventdispatcher.spring.test;

import io.eventdispatcher.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a message; see {@link MessageAssertions}.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class MessageAssert extends AbstractMessageAssert<MessageAssert> {

    MessageAssert(@Nullable Message actual) {
        super(actual, MessageAssert.class);
    }
}
