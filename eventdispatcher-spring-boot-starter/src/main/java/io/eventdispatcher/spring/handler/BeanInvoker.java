package io.eventdispatcher.spring.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.KotlinDetector;

/**
 * Calls a method of a bean through a method handle, on the proxy when the bean has one. The handle is bound for the
 * class of the bean; a bean that is made later, or anew for each call, may turn out to be a proxy then.
 *
 * <p>Threading: any thread.
 */
final class BeanInvoker {

    private final String handler;
    private final Method method;
    private final Supplier<Object> beans;
    private final boolean suspends;
    private volatile @Nullable Bound bound; // written by any caller; all write equal ones

    BeanInvoker(String handler, Method method, Supplier<Object> beans) {
        this.handler = handler;
        this.method = method;
        this.beans = beans;
        this.suspends = KotlinDetector.isSuspendingFunction(method);
    }

    /**
     * Binds the method for beans of a class, before the first call.
     *
     * @throws InvalidHandlerException if beans of this class cannot be called
     */
    void bind(Class<?> beanClass) {
        bound = new Bound(beanClass, handle(beanClass));
    }

    /** Returns the bean behind its proxies, as far as they tell. */
    Object target() {
        Object bean = beans.get();
        Object target = AopProxyUtils.getSingletonTarget(bean);
        return target == null ? bean : target;
    }

    @Nullable
    Object invoke(@Nullable Object[] arguments) throws Exception {
        Object bean = beans.get();
        if (suspends) {
            return KotlinFunctions.call(method, bean, arguments);
        }
        Bound current = bound;
        if (current == null || current.beanClass() != bean.getClass()) {
            current = new Bound(bean.getClass(), handle(bean.getClass()));
            bound = current;
        }
        try {
            return (Object) current.handle().invokeExact(bean, arguments);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("handler threw neither exception nor error: " + e, e);
        }
    }

    private MethodHandle handle(Class<?> beanClass) {
        Method invocable = invocable(beanClass);
        boolean subclassProxy = SpringProxy.class.isAssignableFrom(beanClass) && !Proxy.isProxyClass(beanClass);
        if (subclassProxy && Modifier.isFinal(invocable.getModifiers())) {
            throw new InvalidHandlerException(
                    handler,
                    "the bean is a proxy, and a final method would be called on the proxy instead of its target",
                    "remove 'final' from the method",
                    null);
        }
        try {
            invocable.setAccessible(true);
            int count = invocable.getParameterCount();
            return MethodHandles.lookup()
                    .unreflect(invocable)
                    .asFixedArity()
                    .asType(MethodType.genericMethodType(count + 1))
                    .asSpreader(Object[].class, count);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible, yet refused: " + invocable, e);
        }
    }

    private Method invocable(Class<?> beanClass) {
        try {
            return AopUtils.selectInvocableMethod(method, beanClass);
        } catch (IllegalStateException e) {
            throw new InvalidHandlerException(
                    handler,
                    "the bean is a JDK proxy, and none of its interfaces has the method",
                    "add the method to an interface of the bean, or let Spring proxy the class"
                            + " (proxyTargetClass = true)",
                    e);
        }
    }

    private record Bound(Class<?> beanClass, MethodHandle handle) {}
}
