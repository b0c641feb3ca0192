package io.eventdispatcher.spring.test;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Closes the connections of test clients after each test method, so that the next one does not receive what was meant for this
 * one, and checks that a {@link MessageHandlerTest} has the handlers that it names.
 *
 * <p>Threading: as {@link AbstractTestExecutionListener}.
 *
 * @since 0.1
 */
public final class MessageTestListener extends AbstractTestExecutionListener {

    /** Made by Spring. */
    public MessageTestListener() {}

    @Override
    public void prepareTestInstance(TestContext testContext) {
        MessageHandlerTest slice =
                TestContextAnnotationUtils.findMergedAnnotation(testContext.getTestClass(), MessageHandlerTest.class);
        if (slice != null) {
            for (Class<?> handler : slice.handlers()) {
                check(handler, testContext.getApplicationContext());
            }
        }
    }

    private static void check(Class<?> handler, ApplicationContext context) {
        if (context.getBeanNamesForType(handler, true, false).length == 0) {
            throw new IllegalStateException(
                    "@MessageHandlerTest names a class that is no bean of the application: class="
                            + handler.getName()
                            + "; it needs @Component and a package that the application scans, or an"
                            + " @Import(" + handler.getSimpleName() + ".class) on the test");
        }
    }

    @Override
    public void afterTestMethod(TestContext testContext) {
        if (testContext.hasApplicationContext()) {
            testContext
                    .getApplicationContext()
                    .getBeanProvider(OpenConversations.class)
                    .ifAvailable(OpenConversations::reset);
        }
    }
}
