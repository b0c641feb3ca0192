package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exception handlers of one bean: the one with the nearest type is called.
 *
 * <p>Threading: any thread.
 */
final class ExceptionMethods implements FailureStage {

    private static final int MAX_CAUSES = 16;

    private final String bean;
    private final Map<Class<?>, ExceptionMethod> methods;

    ExceptionMethods(String bean, Map<Class<?>, ExceptionMethod> methods) {
        this.bean = bean;
        this.methods = Map.copyOf(methods);
    }

    @Override
    public @Nullable Object handle(HandlerDescriptor handler, Exchange exchange, Throwable failure) throws Exception {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
            ExceptionMethod method = nearest(each.getClass());
            if (method != null) {
                return method.call(exchange, each);
            }
            each = each.getCause();
        }
        return NOT_HANDLED;
    }

    private @Nullable ExceptionMethod nearest(Class<?> failure) {
        for (Class<?> type = failure; type != null; type = type.getSuperclass()) {
            ExceptionMethod method = methods.get(type);
            if (method != null) {
                return method;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "exception handlers of bean '" + bean + "'";
    }
}
