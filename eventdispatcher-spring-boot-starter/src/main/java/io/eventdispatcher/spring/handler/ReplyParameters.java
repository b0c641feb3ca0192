package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Reply;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;

/**
 * Writes values into the parameters of a reply.
 *
 * <p>Threading: any thread.
 */
final class ReplyParameters {

    private final ConversionService conversion;
    private final RecordWriters records;

    ReplyParameters(ConversionService conversion, UnaryOperator<String> placeholders) {
        this.conversion = conversion;
        this.records = new RecordWriters(this, placeholders);
    }

    RecordWriters records() {
        return records;
    }

    /** Writes one value; null and an empty Optional are left out, a record becomes {@code name_component} each. */
    void put(Reply reply, String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (value instanceof Optional<?> optional) {
            put(reply, name, optional.orElse(null));
        } else if (value instanceof Record nested) {
            records.of(nested.getClass()).write(reply, name + "_", nested);
        } else if (value instanceof Instant time) {
            reply.param(name, time);
        } else if (value instanceof InetSocketAddress address) {
            reply.param(name, address);
        } else if (value instanceof Long || value instanceof Integer) {
            reply.param(name, ((Number) value).longValue());
        } else {
            reply.param(name, text(value));
        }
    }

    private String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        String converted =
                conversion.canConvert(value.getClass(), String.class) ? conversion.convert(value, String.class) : null;
        return converted == null ? value.toString() : converted;
    }
}
