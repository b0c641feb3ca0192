package io.eventdispatcher.spring.handler;

import io.eventdispatcher.message.IntegerText;
import io.eventdispatcher.message.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ClassUtils;

/**
 * Finds the converter for a type: simple ones of our own for the types in daily use, Spring's conversion service for
 * the rest. Class names, bean names and expressions are never read from a message.
 *
 * <p>Threading: any thread.
 */
final class ValueConverters {

    private static final int MAX_CONSTANTS_TOLD = 16;
    private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);
    private static final Map<Class<?>, ValueConverter> SIMPLE = Map.of(
            String.class, ValueConverter.of("a text", text -> text),
            Integer.class, integer("an int", Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value),
            Long.class, integer("a long", Long.MIN_VALUE, Long.MAX_VALUE, value -> value),
            Short.class, integer("a short", Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value),
            Byte.class, integer("a byte", Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value),
            Boolean.class, ValueConverter.of("a boolean", ValueConverters::booleanOf),
            Double.class, number("a double", Double::valueOf),
            Float.class, number("a float", Float::valueOf),
            Instant.class, number("a time", ValueConverters::timeOf));

    private final ConversionService conversion;

    ValueConverters(ConversionService conversion) {
        this.conversion = conversion;
    }

    /** The converter for a type, or {@code null} when nothing converts text to it. */
    @Nullable
    ValueConverter find(TypeDescriptor target) {
        Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(target.getType());
        ValueConverter simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        if (type.isEnum()) {
            return constants(type);
        }
        if (type.equals(Class.class) || !conversion.canConvert(TEXT, target)) {
            return null;
        }
        return ValueConverter.of(withArticle(type.getSimpleName()), text -> bySpring(text, target));
    }

    private @Nullable Object bySpring(String text, TypeDescriptor target) {
        try {
            return conversion.convert(text, TEXT, target);
        } catch (ConversionException e) {
            return null; // the peer's fault; the caller names parameter, value and type
        }
    }

    private static ValueConverter integer(String expected, long min, long max, LongFunction<Object> narrow) {
        return new ValueConverter() {
            @Override
            public @Nullable Object convert(String text) {
                try {
                    return convert(IntegerText.parse(text));
                } catch (NumberFormatException e) {
                    return null; // the peer's fault; the caller names parameter, value and type
                }
            }

            @Override
            public @Nullable Object convert(long value) {
                return value < min || value > max ? null : narrow.apply(value);
            }

            @Override
            public boolean isInteger() {
                return true;
            }

            @Override
            public String expected() {
                return expected;
            }
        };
    }

    /** For parsers that say no by an exception. */
    private static ValueConverter number(String expected, Function<String, @Nullable Object> parse) {
        return ValueConverter.of(expected, text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                return null; // the peer's fault; the caller names parameter, value and type
            }
        });
    }

    /** As messages carry them, or ISO 8601. */
    private static @Nullable Object timeOf(String text) {
        try {
            return text.indexOf('T') > 0 ? Instant.parse(text) : TimeText.parse(text);
        } catch (DateTimeException e) {
            return null; // the JDK offers no check that does not throw
        }
    }

    private static @Nullable Object booleanOf(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Boolean.TRUE;
            case "false", "no", "off", "0" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static ValueConverter constants(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        Map<String, Object> byName = new HashMap<>();
        for (Object constant : constants) {
            byName.put(((Enum<?>) constant).name(), constant);
        }
        String told = Arrays.stream(constants)
                .limit(MAX_CONSTANTS_TOLD)
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        String more = constants.length > MAX_CONSTANTS_TOLD ? ", ..." : "";
        return ValueConverter.of("one of " + told + more, text -> {
            Object exact = byName.get(text);
            return exact != null ? exact : byName.get(text.toUpperCase(Locale.ROOT));
        });
    }

    private static String withArticle(String type) {
        boolean vowel = "AEIO".indexOf(Character.toUpperCase(type.charAt(0))) >= 0;
        return (vowel ? "an " : "a ") + type;
    }
}
