package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.handler.RecordWriters.RecordWriter;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Decides once, at start, how what a handler method returns becomes a reply.
 *
 * <p>Threading: any thread.
 */
final class ReplyPlanner {

    private static final String COMMAND = "command";
    private static final String KOTLIN_UNIT = "kotlin.Unit";

    private final ReplyParameters parameters;

    ReplyPlanner(ReplyParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Plans the reply of one method.
     *
     * @throws InvalidHandlerException if nothing can be made of the type
     */
    ReplyWriter plan(String handler, ResolvableType returned, ReplyCommand command) {
        ResolvableType type = returned;
        if (CompletionStage.class.isAssignableFrom(type.toClass())) {
            type = type.as(CompletionStage.class).getGeneric(0);
        }
        Class<?> declared = type.resolve(Object.class);
        if (declared.equals(Optional.class)) {
            return optional(plan(handler, type.getGeneric(0), command));
        }
        if (declared.equals(void.class)
                || declared.equals(Void.class)
                || declared.getName().equals(KOTLIN_UNIT)) {
            return (exchange, value) -> {};
        }
        ReplyWriter planned = forClass(declared, command);
        if (planned != null) {
            return planned;
        }
        if (Modifier.isFinal(declared.getModifiers()) || isNoReply(declared)) {
            throw new InvalidHandlerException(
                    handler,
                    "nothing makes a reply of the return type " + returned,
                    "return void, Message, a record, Map, String (a command), or an Optional or CompletionStage of"
                            + " these, or a Mono or Flux when Reactor is there",
                    null);
        }
        return (exchange, value) -> byValue(exchange, value, command);
    }

    private static boolean isNoReply(Class<?> type) {
        return type.isPrimitive()
                || type.isArray()
                || type.isEnum()
                || Iterable.class.isAssignableFrom(type)
                || BaseStream.class.isAssignableFrom(type)
                || Number.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type);
    }

    /** The writer for a class, or null when it cannot be a reply as it is. */
    private @Nullable ReplyWriter forClass(Class<?> type, ReplyCommand command) {
        if (type.equals(Message.class)) {
            return (exchange, value) -> exchange.reply((Message) value);
        }
        if (type.equals(String.class)) {
            return (exchange, value) -> command.begin(exchange, (String) value).send();
        }
        if (type.isRecord()) {
            RecordWriter writer = parameters.records().of(type);
            return (exchange, value) -> ofRecord(exchange, (Record) value, writer, command);
        }
        if (Map.class.isAssignableFrom(type)) {
            return (exchange, value) -> ofMap(exchange, (Map<?, ?>) value, command);
        }
        return null;
    }

    private static void ofRecord(Exchange exchange, Record value, RecordWriter writer, ReplyCommand command) {
        Reply reply = command.begin(exchange, writer.command(value));
        writer.write(reply, "", value);
        reply.send();
    }

    /** Looks at all keys, because not every map may be asked for a text or for null. */
    private void ofMap(Exchange exchange, Map<?, ?> values, ReplyCommand command) {
        String chosen = null;
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            if (entry.getKey() == null) {
                throw new IllegalStateException("the returned map has a null key");
            }
            if (entry.getKey().equals(COMMAND) && entry.getValue() != null) {
                chosen = entry.getValue().toString();
            }
        }
        Reply reply = command.begin(exchange, chosen);
        values.forEach((name, value) -> {
            if (!name.equals(COMMAND)) {
                parameters.put(reply, name.toString(), value);
            }
        });
        reply.send();
    }

    private static ReplyWriter optional(ReplyWriter inner) {
        return (exchange, value) -> ((Optional<?>) value).ifPresent(present -> inner.write(exchange, present));
    }

    /** For declared types that leave the kind open: an interface, {@code Object}, a wildcard. */
    private void byValue(Exchange exchange, Object value, ReplyCommand command) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> byValue(exchange, present, command));
            return;
        }
        ReplyWriter writer = forClass(value.getClass(), command);
        if (writer == null) {
            throw new IllegalStateException("nothing makes a reply of the returned value: type="
                    + value.getClass().getName() + "; return Message, a record, Map, String (a command) or null");
        }
        writer.write(exchange, value);
    }
}
