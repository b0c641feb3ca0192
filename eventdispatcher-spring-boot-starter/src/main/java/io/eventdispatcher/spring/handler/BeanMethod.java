package io.eventdispatcher.spring.handler;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * A method of a bean that messages or failures of messages are given to.
 *
 * <p>Threading: immutable.
 *
 * @param bean the name of the bean
 * @param type the class of the bean behind its proxies
 * @param method of that class
 */
record BeanMethod(String bean, Class<?> type, Method method) {

    /** The method as people write it: {@code Billing.add(AddItem,Connection)}. */
    String signature() {
        return signature(type, method);
    }

    static String signature(Class<?> type, Method method) {
        return type.getSimpleName() + "." + method.getName() + "("
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(","))
                + ")";
    }

    String location() {
        return signature() + " of bean '" + bean + "'";
    }

    /** The method with its parameters seen from the bean's class, which fills in type variables of a superclass. */
    AnnotatedMethod annotated() {
        return new InClass(method, type);
    }

    InvalidHandlerException invalid(String problem, String action) {
        return new InvalidHandlerException(location(), problem, action, null);
    }

    private static final class InClass extends AnnotatedMethod {

        private final Class<?> type;

        InClass(Method method, Class<?> type) {
            super(method);
            this.type = type;
        }

        @Override
        protected Class<?> getContainingClass() {
            return type;
        }
    }
}
