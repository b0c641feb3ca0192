package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * An annotated method of a bean, with its annotation merged from composed annotations, superclasses and interfaces.
 *
 * <p>Threading: immutable.
 *
 * @param bean the name of the bean
 * @param type the class of the bean behind its proxies
 * @param method of that class
 * @param annotation merged
 * @param overload 1, or more for further annotated methods of the same name
 */
record FoundMethod(String bean, Class<?> type, Method method, MessageHandler annotation, int overload) {

    /** The id of a handler that has none of its own. */
    String defaultId() {
        return bean + "#" + method.getName() + (overload == 1 ? "" : "-" + overload);
    }

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
