package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.handler.InvalidArgumentException;
import io.eventdispatcher.spring.handler.InvalidHandlerException;
import io.eventdispatcher.spring.handler.MessageValues;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Makes what a method returns of an answer. Planned at start, one function per kind.
 *
 * <p>Threading: immutable.
 */
final class AnswerReader {

    private final String place;
    private final Function<Message, @Nullable Object> reading;

    private AnswerReader(String place, Function<Message, @Nullable Object> reading) {
        this.place = place;
        this.reading = reading;
    }

    /**
     * Reads an answer.
     *
     * @throws MessageExchangeException if it does not hold what the return type needs
     */
    @Nullable
    Object read(Message answer) {
        try {
            return reading.apply(answer);
        } catch (InvalidArgumentException e) {
            throw new MessageExchangeException(
                    place + ": the answer " + answer.command() + " is not usable: " + e.getMessage(), answer, e);
        }
    }

    /**
     * Plans a return type.
     *
     * @param type without future and Mono around it
     * @param result the parameter that is returned; empty if the attribute is not given
     * @throws InvalidMessageExchangeException if nothing makes one of an answer
     */
    static AnswerReader plan(ExchangePlace place, ResolvableType type, String result, MessageValues values) {
        if (type.toClass().equals(Optional.class)) {
            Function<Message, @Nullable Object> inner = reading(place, type.getGeneric(0), result, values, true);
            return new AnswerReader(place.name(), answer -> Optional.ofNullable(inner.apply(answer)));
        }
        return new AnswerReader(place.name(), reading(place, type, result, values, false));
    }

    private static Function<Message, @Nullable Object> reading(
            ExchangePlace place, ResolvableType type, String result, MessageValues values, boolean optional) {
        Class<?> raw = type.toClass();
        if (!result.isEmpty()) {
            return value(place, type, result, values, optional);
        }
        if (raw.equals(Void.class)) {
            return answer -> null;
        }
        if (raw.equals(Message.class)) {
            return answer -> optional && answer.parameterCount() == 0 ? null : answer;
        }
        if (raw.isRecord()) {
            return ofRecord(place, raw, values, optional);
        }
        if (raw.equals(Map.class)) {
            if (!isMapOfTexts(type)) {
                throw place.invalid("nothing makes a " + type + " of an answer", "return Map<String, String>");
            }
            return answer -> {
                Map<String, String> all = answer.parameters();
                return optional && all.isEmpty() ? null : all;
            };
        }
        throw place.invalid(
                "nothing makes a " + type + " of an answer",
                "return void, Delivery, Message, a record, Map<String, String>, an Optional, CompletableFuture or Mono of"
                        + " these, or name the parameter of the answer that is returned: result = \"...\"");
    }

    private static boolean isMapOfTexts(ResolvableType type) {
        return type.getGeneric(0).toClass().equals(String.class)
                && type.getGeneric(1).toClass().equals(String.class);
    }

    private static Function<Message, @Nullable Object> ofRecord(
            ExchangePlace place, Class<?> type, MessageValues values, boolean optional) {
        try {
            return values.recordReader(place.name(), type, optional);
        } catch (InvalidHandlerException e) {
            throw place.invalid(e.problem(), e.action(), e);
        }
    }

    private static Function<Message, @Nullable Object> value(
            ExchangePlace place, ResolvableType type, String result, MessageValues values, boolean optional) {
        if (!MessageValues.isName(result)) {
            throw place.invalid(
                    "no message can carry a parameter named '" + result + "'",
                    "name one in result, with letters, digits and underscores, not starting with a digit");
        }
        Function<Message, @Nullable Object> reader =
                values.valueReader(result, new TypeDescriptor(type, null, new Annotation[0]), optional);
        if (reader == null) {
            throw place.invalid(
                    "nothing makes a " + type + " from the text of the parameter '" + result + "'",
                    "return a type that Spring converts text to, or add a Converter bean");
        }
        return reader;
    }
}
