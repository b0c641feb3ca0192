package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.MessageExceptionHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;

/**
 * Makes handlers of the annotated methods of a bean: everything that can be decided or refused before the first message is.
 *
 * <p>Threading: one thread at a time (confined to the start of the application).
 */
final class HandlerFactory {

    private final UnaryOperator<String> placeholders;
    private final HandlerExecutors executors;
    private final HandlerPipelines pipelines;
    private final MethodPlan methods;

    HandlerFactory(
            UnaryOperator<String> placeholders,
            HandlerExecutors executors,
            HandlerPipelines pipelines,
            MethodPlan methods) {
        this.placeholders = placeholders;
        this.executors = executors;
        this.pipelines = pipelines;
        this.methods = methods;
    }

    /**
     * What becomes of a bean.
     *
     * @param handlers to be registered
     * @param advice its exception handlers, when they are for all beans
     */
    record PlannedBean(
            List<PlannedHandler> handlers, @Nullable FailureStage advice) {}

    /**
     * Plans a bean.
     *
     * @throws InvalidHandlerException if a method cannot be used as it is
     */
    PlannedBean plan(FoundBean found) {
        ExceptionMethods exceptions = exceptions(found);
        List<FailureStage> failures = exceptions == null ? List.of() : List.of(exceptions);
        List<PlannedHandler> handlers = found.handlers().stream()
                .map(handler -> plan(handler, found, failures))
                .toList();
        return new PlannedBean(handlers, found.advice() ? exceptions : null);
    }

    private PlannedHandler plan(FoundMethod found, FoundBean bean, List<FailureStage> failures) {
        try {
            return planResolved(found, new HandlerSettings(found, bean.defaults(), placeholders), failures);
        } catch (UnresolvedTextException e) {
            throw unresolved(found.at(), e);
        }
    }

    private PlannedHandler planResolved(FoundMethod found, HandlerSettings settings, List<FailureStage> failures) {
        BeanMethod at = found.at();
        List<String> patterns = settings.patterns();
        HandlerExecutors.Choice choice = executors.choose(at.location(), settings.execution(), settings.executor());
        String id = settings.id();
        HandlerDescriptor descriptor = new HandlerDescriptor(
                id.isBlank() ? found.defaultId() : id,
                patterns,
                at.bean(),
                at.signature(),
                settings.reply(),
                settings.origins(),
                choice.execution(),
                choice.bean(),
                settings.concurrent(),
                pipelines.timeout(settings.timeout()),
                settings.autoStartup());
        return new PlannedHandler(
                descriptor,
                methods.handler(at, ReplyCommand.of(descriptor.reply(), patterns)),
                failures,
                choice.executor(),
                order(at));
    }

    private static int order(BeanMethod at) {
        Integer ofMethod = OrderUtils.getOrder(at.method());
        return ofMethod != null ? ofMethod : OrderUtils.getOrder(at.type(), Ordered.LOWEST_PRECEDENCE);
    }

    private @Nullable ExceptionMethods exceptions(FoundBean found) {
        Map<Class<?>, ExceptionMethod> byType = new HashMap<>();
        found.exceptions().forEach((at, annotation) -> {
            if (found.handlers().isEmpty() && !found.advice()) {
                throw at.invalid(
                        "its bean has no message handlers whose failures it could handle",
                        "annotate the class with @MessageHandlerAdvice to handle those of all beans");
            }
            List<Class<? extends Throwable>> types = types(at, annotation);
            ExceptionMethod method = plan(at, annotation, types);
            for (Class<? extends Throwable> type : types) {
                ExceptionMethod other = byType.putIfAbsent(type, method);
                if (other != null) {
                    throw at.invalid(
                            other.method().signature() + " of the same bean handles " + type.getName() + " too",
                            "let one of them handle another exception");
                }
            }
        });
        return byType.isEmpty() ? null : new ExceptionMethods(found.name(), byType);
    }

    private ExceptionMethod plan(
            BeanMethod at, MessageExceptionHandler annotation, List<Class<? extends Throwable>> types) {
        try {
            String reply = placeholders.apply(annotation.reply());
            if (!ReplyCommand.isValid(reply)) {
                throw at.invalid(
                        "its reply command '" + reply + "' is not valid",
                        "use capital letters, digits and underscores, not starting with a digit");
            }
            return methods.exceptions(at, types, new ReplyCommand(reply));
        } catch (UnresolvedTextException e) {
            throw unresolved(at, e);
        }
    }

    private static List<Class<? extends Throwable>> types(BeanMethod at, MessageExceptionHandler annotation) {
        List<Class<? extends Throwable>> types = new ArrayList<>(List.of(annotation.value()));
        if (types.isEmpty()) {
            Arrays.stream(at.method().getParameterTypes())
                    .filter(Throwable.class::isAssignableFrom)
                    .<Class<? extends Throwable>>map(type -> type.asSubclass(Throwable.class))
                    .forEach(types::add);
        }
        if (types.isEmpty()) {
            throw at.invalid(
                    "it does not say which exceptions it handles",
                    "name them, @MessageExceptionHandler(SomeException.class), or add an argument of their type");
        }
        return types.stream().distinct().toList();
    }

    private static InvalidHandlerException unresolved(BeanMethod at, UnresolvedTextException e) {
        return new InvalidHandlerException(
                at.location(),
                "the text '" + e.text() + "' of its annotations cannot be resolved: " + e.getMessage(),
                "set the property, or give a default: ${name:default}",
                e);
    }
}
