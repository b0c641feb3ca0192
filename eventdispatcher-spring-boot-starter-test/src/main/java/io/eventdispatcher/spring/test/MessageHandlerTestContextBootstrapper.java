package io.eventdispatcher.spring.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Makes the context of a {@link MessageHandlerTest}.
 *
 * <p>Threading: one thread at a time.
 */
final class MessageHandlerTestContextBootstrapper extends TestSliceTestContextBootstrapper<MessageHandlerTest> {

    MessageHandlerTestContextBootstrapper() {}
}
