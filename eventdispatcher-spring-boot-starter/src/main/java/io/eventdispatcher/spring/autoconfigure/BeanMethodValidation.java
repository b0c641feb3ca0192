package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.handler.MethodValidation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.validation.annotation.Validated;

/**
 * Checks arguments with Bean Validation: {@code @Valid} on records, and constraints on single arguments.
 *
 * <p>Threading: any thread.
 *
 * @param validator of the application
 */
record BeanMethodValidation(Validator validator) implements MethodValidation {

    @Override
    public @Nullable Check check(Class<?> type, Method method) {
        MethodDescriptor constraints = validator
                .getConstraintsForClass(type)
                .getConstraintsForMethod(method.getName(), method.getParameterTypes());
        if (constraints == null || !isConstrained(constraints)) {
            return null;
        }
        Class<?>[] groups = groups(type, method);
        int count = method.getParameterCount(); // one more than there are arguments, when it is a suspending function
        return (bean, arguments, violations) -> {
            Set<ConstraintViolation<Object>> found = validator
                    .forExecutables()
                    .validateParameters(bean, method, Arrays.copyOf(arguments, count), groups);
            found.stream()
                    .map(BeanMethodValidation::problem)
                    .sorted()
                    .forEach(problem -> violations.add(problem.argument(), problem.path(), problem.text()));
        };
    }

    /** Those of {@code @Validated} on the method or its class, as Spring's own validation of methods has them. */
    private static Class<?>[] groups(Class<?> type, Method method) {
        Validated ofMethod = AnnotatedElementUtils.findMergedAnnotation(method, Validated.class);
        Validated validated =
                ofMethod == null ? AnnotatedElementUtils.findMergedAnnotation(type, Validated.class) : ofMethod;
        return validated == null ? new Class<?>[0] : validated.value();
    }

    /** Also what is inside of an argument only, as in {@code Optional<@Size(max = 4) String>}. */
    private static boolean isConstrained(MethodDescriptor method) {
        return method.hasConstrainedParameters()
                || method.getParameterDescriptors().stream()
                        .anyMatch(parameter ->
                                !parameter.getConstrainedContainerElementTypes().isEmpty());
    }

    private static Problem problem(ConstraintViolation<Object> violation) {
        int argument = 0;
        StringBuilder path = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                argument = node.as(Path.ParameterNode.class).getParameterIndex();
            } else if (node.getKind() == ElementKind.PROPERTY) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return new Problem(argument, path.toString(), violation.getMessage());
    }

    /** A violation; in the order of the arguments, since a set has none. */
    private record Problem(int argument, String path, String text) implements Comparable<Problem> {

        @Override
        public int compareTo(Problem other) {
            int byArgument = Integer.compare(argument, other.argument);
            int byPath = byArgument != 0 ? byArgument : path.compareTo(other.path);
            return byPath != 0 ? byPath : text.compareTo(other.text);
        }
    }
}
