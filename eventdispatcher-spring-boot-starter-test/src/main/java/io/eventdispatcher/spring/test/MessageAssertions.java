package io.eventdispatcher.spring.test;

import io.eventdispatcher.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Where assertions about messages begin.
 *
 * <pre>{@code
 * assertThat(message).hasCommand("TOTAL").hasParam("cents", 1998);
 * }</pre>
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class MessageAssertions {

    private MessageAssertions() {}

    /**
     * Begins assertions about a message.
     *
     * @param actual the message; null fails with the first assertion
     * @return the assertions
     */
    public static MessageAssert assertThat(@Nullable Message actual) {
        return new MessageAssert(actual);
    }
}
