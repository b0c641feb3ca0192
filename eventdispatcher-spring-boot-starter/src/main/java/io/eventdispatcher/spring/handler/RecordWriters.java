package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.spring.annotation.Param;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How records become parameters: accessors and names, looked up once for each record type that is returned.
 *
 * <p>Threading: any thread.
 */
final class RecordWriters {

    private static final String COMMAND = "command";

    private final ReplyParameters parameters;
    private final UnaryOperator<String> placeholders;
    private final Map<Class<?>, RecordWriter> writers = new ConcurrentHashMap<>();

    RecordWriters(ReplyParameters parameters, UnaryOperator<String> placeholders) {
        this.parameters = parameters;
        this.placeholders = placeholders;
    }

    RecordWriter of(Class<?> type) {
        RecordWriter known = writers.get(type); // which takes no lock, other than computeIfAbsent
        return known == null ? writers.computeIfAbsent(type, key -> new RecordWriter(fields(key))) : known;
    }

    private List<Field> fields(Class<?> type) {
        RecordShape shape = RecordShape.of(type);
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < shape.components().size(); i++) {
            RecordComponent component = shape.components().get(i);
            Param param = component.getAnnotation(Param.class);
            String given = param == null ? "" : placeholders.apply(param.value());
            fields.add(new Field(given.isEmpty() ? component.getName() : given, shape.accessor(i)));
        }
        return fields;
    }

    private record Field(String name, MethodHandle accessor) {

        @Nullable
        Object of(Record value) {
            try {
                return (Object) accessor.invokeExact((Object) value);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("accessor of component '" + name + "' failed: " + e, e);
            }
        }
    }

    /** Writes records of one type. */
    final class RecordWriter {

        private final List<Field> fields;
        private final @Nullable Field command;

        private RecordWriter(List<Field> fields) {
            this.fields = fields;
            this.command = fields.stream()
                    .filter(field -> field.name().equals(COMMAND))
                    .findFirst()
                    .orElse(null);
        }

        /** The command that the record itself asks for, or null. */
        @Nullable
        String command(Record value) {
            Object chosen = command == null ? null : command.of(value);
            return chosen == null ? null : chosen.toString();
        }

        /** Writes all components, the one that is the command of a reply only inside another record. */
        void write(Reply reply, String prefix, Record value) {
            for (Field field : fields) {
                if (!field.equals(command) || !prefix.isEmpty()) {
                    parameters.put(reply, prefix.isEmpty() ? field.name() : prefix + field.name(), field.of(value));
                }
            }
        }
    }
}
