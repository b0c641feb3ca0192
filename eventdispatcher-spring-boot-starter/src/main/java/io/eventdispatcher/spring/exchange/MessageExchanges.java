package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.annotation.MessageExchange;
import io.eventdispatcher.spring.handler.MessageValues;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Makes clients of interfaces annotated with {@link MessageExchange}.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class MessageExchanges {

    private final ClientRegistry clients;
    private final EventLoops loops;
    private final MessageValues values;
    private final UnaryOperator<String> placeholders;

    /**
     * Creates the factory.
     *
     * @param clients send what the interfaces say
     * @param loops none of which may be made to wait
     * @param values arguments and answers as parameters
     * @param placeholders resolves the texts of annotations; throws {@link IllegalArgumentException} if it cannot
     */
    public MessageExchanges(
            ClientRegistry clients, EventLoops loops, MessageValues values, UnaryOperator<String> placeholders) {
        this.clients = clients;
        this.loops = loops;
        this.values = values;
        this.placeholders = placeholders;
    }

    /**
     * Makes a client of an interface.
     *
     * @param type the interface
     * @param <T> the interface
     * @return a proxy
     * @throws InvalidMessageExchangeException if the interface cannot work as it is written
     */
    public <T> T create(Class<T> type) {
        ExchangePlace place = ExchangePlace.of(type, placeholders);
        MessageExchange annotation = AnnotatedElementUtils.findMergedAnnotation(type, MessageExchange.class);
        if (!type.isInterface()) {
            throw place.invalid("it is not an interface", "make it one");
        }
        MessageClient client = client(place, annotation == null ? "" : place.resolve(annotation.client()));
        Duration timeout = annotation == null ? null : ExchangeMethod.timeout(place, annotation);
        if (annotation != null && !annotation.value().isEmpty()) {
            throw place.invalid(
                    "the interface has a command",
                    "write client = \"...\" for the client, and commands at the methods");
        }
        Map<Method, ExchangeMethod> exchanges = new HashMap<>();
        Map<Method, MethodHandle> defaults = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                plan(place.at(method), method, timeout, client, exchanges, defaults);
            }
        }
        if (exchanges.isEmpty()) {
            throw place.invalid("no method has a command", "annotate methods with @MessageExchange(\"COMMAND\")");
        }
        String name = type.getSimpleName() + " of client '" + client.name() + "'";
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new ExchangeInvocation(name, exchanges, defaults)));
    }

    private void plan(
            ExchangePlace place,
            Method method,
            @Nullable Duration timeout,
            MessageClient client,
            Map<Method, ExchangeMethod> exchanges,
            Map<Method, MethodHandle> defaults) {
        MessageExchange annotation = AnnotatedElementUtils.findMergedAnnotation(method, MessageExchange.class);
        if (annotation != null) {
            exchanges.put(method, ExchangeMethod.plan(place, method, annotation, timeout, client, loops, values));
        } else if (method.isDefault()) {
            defaults.put(method, handle(place, method));
        } else {
            throw place.invalid(
                    "it has no command", "name it: @MessageExchange(\"COMMAND\"), or make it a default method");
        }
    }

    private static MethodHandle handle(ExchangePlace place, Method method) {
        Class<?> owner = method.getDeclaringClass();
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).unreflectSpecial(method, owner);
        } catch (IllegalAccessException e) {
            throw place.invalid(
                    "the default method cannot be called: " + e.getMessage(), "make the interface public", e);
        }
    }

    private MessageClient client(ExchangePlace place, String name) {
        String known = clients.all().stream().map(NamedClient::name).collect(Collectors.joining(", "));
        if (!name.isEmpty()) {
            NamedClient found = clients.find(name);
            if (found == null) {
                throw place.invalid(
                        "there is no client '" + name + "'; known: " + (known.isEmpty() ? "none" : known),
                        "set eventdispatcher.clients." + name + ".uri, or name one that is configured");
            }
            return found.messageClient();
        }
        if (clients.all().size() == 1) {
            return clients.all().get(0).messageClient();
        }
        throw place.invalid(
                known.isEmpty() ? "no client is configured" : "it does not say which client it uses; known: " + known,
                known.isEmpty()
                        ? "set eventdispatcher.clients.<name>.uri"
                        : "name one: @MessageExchange(client = \"...\")");
    }
}
