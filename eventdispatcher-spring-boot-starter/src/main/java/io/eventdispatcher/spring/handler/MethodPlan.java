package io.eventdispatcher.spring.handler;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;

/**
 * Plans what handlers and exception handlers have in common: the arguments, the call, and what becomes of the return value.
 *
 * <p>Threading: one thread at a time (confined to the start of the application).
 */
final class MethodPlan {

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final ConfigurableListableBeanFactory beanFactory;
    private final ArgumentPlanner arguments;
    private final ReplyPlanner replies;
    private final MethodValidation validation;

    MethodPlan(
            ConfigurableListableBeanFactory beanFactory,
            ArgumentPlanner arguments,
            ReplyPlanner replies,
            MethodValidation validation) {
        this.beanFactory = beanFactory;
        this.arguments = arguments;
        this.replies = replies;
        this.validation = validation;
    }

    /**
     * Plans a handler.
     *
     * @throws InvalidHandlerException if the method cannot be used as it is
     */
    MethodInvocation handler(BeanMethod at, ReplyCommand command) {
        checkModifiers(at);
        List<ArgumentBinder> binders = new ArrayList<>();
        for (MethodParameter parameter : parameters(at)) {
            binders.add(arguments.plan(at.location(), parameter));
        }
        ReturnPlan returns = ReturnPlan.of(at, replies, command);
        return new MethodInvocation(
                binders, validation.check(at.type(), at.method()), invoker(at), returns.results(), returns.writer());
    }

    /**
     * Plans an exception handler.
     *
     * @param failure the type that its exception argument must take
     * @throws InvalidHandlerException if the method cannot be used as it is
     */
    ExceptionMethod exceptions(BeanMethod at, List<Class<? extends Throwable>> failures, ReplyCommand command) {
        checkModifiers(at);
        List<ArgumentBinder> binders = new ArrayList<>();
        for (MethodParameter parameter : parameters(at)) {
            if (!Throwable.class.isAssignableFrom(parameter.getParameterType())) {
                binders.add(arguments.plan(at.location(), parameter));
                continue;
            }
            for (Class<?> failure : failures) {
                if (!parameter.getParameterType().isAssignableFrom(failure)) {
                    throw at.invalid(
                            "its argument cannot be a " + failure.getName(),
                            "declare an exception type that is common to all it handles");
                }
            }
            binders.add(ExceptionMethod.FAILURE);
        }
        ReturnPlan returns = ReturnPlan.of(at, replies, command);
        return new ExceptionMethod(at, binders, invoker(at), returns.writer(), returns.results());
    }

    private static List<MethodParameter> parameters(BeanMethod at) {
        List<MethodParameter> parameters =
                new ArrayList<>(List.of(at.annotated().getMethodParameters()));
        if (KotlinDetector.isSuspendingFunction(at.method())) {
            parameters.remove(parameters.size() - 1); // the continuation
        }
        parameters.forEach(parameter -> parameter.initParameterNameDiscovery(NAMES));
        return parameters;
    }

    private BeanInvoker invoker(BeanMethod at) {
        String bean = at.bean();
        boolean ready = beanFactory.containsSingleton(bean) && !beanFactory.isFactoryBean(bean);
        if (!ready) {
            return new BeanInvoker(at.location(), at.method(), () -> beanFactory.getBean(bean));
        }
        Object instance = beanFactory.getBean(bean);
        Supplier<Object> always = () -> instance;
        BeanInvoker invoker = new BeanInvoker(at.location(), at.method(), always);
        invoker.bind(instance.getClass());
        return invoker;
    }

    private static void checkModifiers(BeanMethod at) {
        int modifiers = at.method().getModifiers();
        if (Modifier.isStatic(modifiers)) {
            throw at.invalid("it is static", "make it an instance method: handlers are called on their bean");
        }
        if (Modifier.isPrivate(modifiers)) {
            throw at.invalid("it is private", "make it at least package-private: a proxy cannot pass a call on to it");
        }
    }
}
