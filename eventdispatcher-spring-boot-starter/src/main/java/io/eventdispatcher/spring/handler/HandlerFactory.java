package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.OrderUtils;

/**
 * Makes a handler of an annotated method: everything that can be decided or refused before the first message is.
 *
 * <p>Threading: one thread at a time (confined to the start of the application).
 */
final class HandlerFactory {

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final ConfigurableListableBeanFactory beanFactory;
    private final UnaryOperator<String> placeholders;
    private final HandlerExecutors executors;
    private final ArgumentPlanner arguments;
    private final ReplyPlanner replies;

    HandlerFactory(
            ConfigurableListableBeanFactory beanFactory,
            UnaryOperator<String> placeholders,
            HandlerExecutors executors,
            ArgumentPlanner arguments,
            ReplyPlanner replies) {
        this.beanFactory = beanFactory;
        this.placeholders = placeholders;
        this.executors = executors;
        this.arguments = arguments;
        this.replies = replies;
    }

    /**
     * Plans a handler.
     *
     * @throws InvalidHandlerException if the method cannot be used as it is
     */
    PlannedHandler plan(FoundMethod found) {
        try {
            return planResolved(found);
        } catch (UnresolvedTextException e) {
            throw new InvalidHandlerException(
                    found.location(),
                    "the text '" + e.text() + "' of its annotations cannot be resolved: " + e.getMessage(),
                    "set the property, or give a default: ${name:default}",
                    e);
        }
    }

    private PlannedHandler planResolved(FoundMethod found) {
        checkModifiers(found);
        MessageHandler annotation = found.annotation();
        List<String> patterns = List.copyOf(resolve(annotation.value()));
        if (patterns.isEmpty()) {
            throw invalid(found, "it has no pattern", "name the command: @MessageHandler(\"COMMAND\")");
        }
        HandlerExecutors.Choice choice =
                executors.choose(found.location(), annotation.execution(), placeholders.apply(annotation.executor()));
        HandlerDescriptor descriptor = new HandlerDescriptor(
                id(found),
                patterns,
                found.bean(),
                found.signature(),
                reply(found),
                new OriginFilter(resolve(annotation.listeners()), resolve(annotation.clients())),
                choice.execution(),
                choice.bean(),
                annotation.concurrent(),
                Duration.ZERO,
                true);
        return new PlannedHandler(
                descriptor,
                handler(found, ReplyCommand.of(descriptor.reply(), patterns)),
                List.of(),
                choice.executor(),
                order(found));
    }

    private static int order(FoundMethod found) {
        Integer ofMethod = OrderUtils.getOrder(found.method());
        return ofMethod != null ? ofMethod : OrderUtils.getOrder(found.type(), Ordered.LOWEST_PRECEDENCE);
    }

    private MethodInvocation handler(FoundMethod found, ReplyCommand replyCommand) {
        AnnotatedMethod method = found.annotated();
        List<ArgumentBinder> binders = new ArrayList<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            parameter.initParameterNameDiscovery(NAMES);
            binders.add(arguments.plan(found.location(), parameter));
        }
        ReplyWriter writer =
                replies.plan(found.location(), ResolvableType.forMethodParameter(method.getReturnType()), replyCommand);
        return new MethodInvocation(binders, invoker(found), writer);
    }

    private BeanInvoker invoker(FoundMethod found) {
        String bean = found.bean();
        boolean ready = beanFactory.containsSingleton(bean) && !beanFactory.isFactoryBean(bean);
        if (!ready) {
            return new BeanInvoker(found.location(), found.method(), () -> beanFactory.getBean(bean));
        }
        Object instance = beanFactory.getBean(bean);
        Supplier<Object> always = () -> instance;
        BeanInvoker invoker = new BeanInvoker(found.location(), found.method(), always);
        invoker.bind(instance.getClass());
        return invoker;
    }

    private static void checkModifiers(FoundMethod found) {
        int modifiers = found.method().getModifiers();
        if (Modifier.isStatic(modifiers)) {
            throw invalid(found, "it is static", "make it an instance method: handlers are called on their bean");
        }
        if (Modifier.isPrivate(modifiers)) {
            throw invalid(
                    found, "it is private", "make it at least package-private: a proxy cannot pass a call on to it");
        }
    }

    private String id(FoundMethod found) {
        String id = placeholders.apply(found.annotation().id());
        return id.isBlank() ? found.defaultId() : id;
    }

    private String reply(FoundMethod found) {
        String reply = placeholders.apply(found.annotation().reply());
        if (!reply.isEmpty() && !ReplyCommand.isValid(reply)) {
            throw invalid(
                    found,
                    "its reply command '" + reply + "' is not valid",
                    "use capital letters, digits and underscores, not starting with a digit");
        }
        return reply;
    }

    private Set<String> resolve(String[] texts) {
        Set<String> resolved = new LinkedHashSet<>();
        Arrays.stream(texts).map(placeholders).forEach(resolved::add);
        return resolved;
    }

    private static InvalidHandlerException invalid(FoundMethod found, String problem, String action) {
        return new InvalidHandlerException(found.location(), problem, action, null);
    }
}
