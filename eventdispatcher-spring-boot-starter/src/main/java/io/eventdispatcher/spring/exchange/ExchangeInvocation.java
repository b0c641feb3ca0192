package io.eventdispatcher.spring.exchange;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a method of a client interface is called.
 *
 * <p>Threading: any thread.
 */
final class ExchangeInvocation implements InvocationHandler {

    private static final Object[] NOTHING = {};

    private final String name;
    private final Map<Method, ExchangeMethod> exchanges;
    private final Map<Method, MethodHandle> defaults;

    /**
     * Creates the handler of one proxy.
     *
     * @param name for {@code toString}
     * @param exchanges the annotated methods
     * @param defaults the default methods without annotation
     */
    ExchangeInvocation(String name, Map<Method, ExchangeMethod> exchanges, Map<Method, MethodHandle> defaults) {
        this.name = name;
        this.exchanges = Map.copyOf(exchanges);
        this.defaults = Map.copyOf(defaults);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] values = arguments == null ? NOTHING : arguments;
        ExchangeMethod exchange = exchanges.get(method);
        if (exchange != null) {
            return exchange.call(values);
        }
        MethodHandle own = defaults.get(method);
        if (own != null) {
            return own.bindTo(proxy).invokeWithArguments(values);
        }
        return switch (method.getName()) {
            case "equals" -> proxy == values[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> name;
        };
    }
}
