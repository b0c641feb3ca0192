package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.MessageExceptionHandler;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bean with annotated methods.
 *
 * <p>Threading: immutable.
 *
 * @param name the name of the bean
 * @param type the class behind its proxies
 * @param defaults the annotation of the class, or null
 * @param advice whether its exception handlers are for all beans
 * @param handlers methods that take messages
 * @param exceptions methods that take failures
 */
record FoundBean(
        String name,
        Class<?> type,
        @Nullable MessageHandler defaults,
        boolean advice,
        List<FoundMethod> handlers,
        Map<BeanMethod, MessageExceptionHandler> exceptions) {

    boolean isEmpty() {
        return handlers.isEmpty() && exceptions.isEmpty();
    }
}
