package io.eventdispatcher.spring.exchange;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.annotation.MessageExchange;
import io.eventdispatcher.spring.handler.MessageValues;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.ResolvableType;

/**
 * One method of a client interface, ready to be called: everything that can be decided or refused at start is.
 *
 * <p>Threading: any thread.
 */
final class ExchangeMethod {

    private final String command;
    private final int whole;
    private final List<ArgumentWriter> arguments;
    private final CallForm form;
    private final ExchangeCall call;

    private ExchangeMethod(
            String command, int whole, List<ArgumentWriter> arguments, CallForm form, ExchangeCall call) {
        this.command = command;
        this.whole = whole;
        this.arguments = arguments;
        this.form = form;
        this.call = call;
    }

    /**
     * Plans a method.
     *
     * @param place the method
     * @param annotation as it stands there, composed ones resolved
     * @param timeoutOfAll of the interface; null for that of the client
     * @throws InvalidMessageExchangeException if it cannot work
     */
    static ExchangeMethod plan(
            ExchangePlace place,
            Method method,
            MessageExchange annotation,
            @Nullable Duration timeoutOfAll,
            MessageClient client,
            EventLoops loops,
            MessageValues values) {
        if (!annotation.client().isEmpty()) {
            throw place.invalid("a method cannot choose the client", "name the client at the interface");
        }
        String command = command(place, place.resolve(annotation.value()), method);
        String reply = place.resolve(annotation.reply());
        if (!reply.isEmpty() && !MessageValues.isCommand(reply)) {
            throw place.invalid(
                    "its reply command '" + reply + "' is not valid",
                    "use capital letters, digits and underscores, not starting with a digit");
        }
        Duration own = timeout(place, annotation);
        Duration timeout = own != null ? own : timeoutOfAll != null ? timeoutOfAll : client.requestTimeout();
        List<ArgumentWriter> arguments = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            arguments.add(ArgumentWriter.plan(place, parameter, values));
        }
        String result = place.resolve(annotation.result());
        return new ExchangeMethod(
                command,
                command.isEmpty() ? indexOfMessage(method) : -1,
                arguments,
                form(place, method, result, values),
                new ExchangeCall(place.name(), client, loops, reply, timeout));
    }

    private static CallForm form(ExchangePlace place, Method method, String result, MessageValues values) {
        CallForm sending = CallForm.ofSending(method.getReturnType());
        if (sending != null) {
            if (!result.isEmpty()) {
                throw place.invalid(
                        "it has a result, but waits for no answer", "return the type of the result, or remove result");
            }
            return sending;
        }
        ResolvableType returned = ResolvableType.forMethodReturnType(method);
        AnswerReader reader = AnswerReader.plan(place, CallForm.answerType(returned), result, values);
        return CallForm.ofRequest(method.getReturnType(), reader);
    }

    private static String command(ExchangePlace place, String command, Method method) {
        if (command.isEmpty()) {
            if (indexOfMessage(method) < 0) {
                throw place.invalid("it has no command", "name it: @MessageExchange(\"COMMAND\")");
            }
            return "";
        }
        if (!MessageValues.isCommand(command)) {
            throw place.invalid(
                    "its command '" + command + "' is not valid",
                    "use capital letters, digits and underscores, not starting with a digit");
        }
        return command;
    }

    private static int indexOfMessage(Method method) {
        return List.of(method.getParameterTypes()).indexOf(Message.class);
    }

    /** Reads the attribute; null if it is not given. */
    static @Nullable Duration timeout(ExchangePlace place, MessageExchange annotation) {
        String text = place.resolve(annotation.timeout());
        if (text.isEmpty()) {
            return null;
        }
        Duration timeout;
        try {
            timeout = DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            throw place.invalid("its timeout '" + text + "' is not a duration", "write for example 500ms or 2s", e);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw place.invalid("its timeout '" + text + "' is not positive", "write for example 500ms or 2s");
        }
        return timeout;
    }

    /** Carries out a call. */
    @Nullable
    Object call(@Nullable Object[] values) {
        return form.call(call, message(values));
    }

    private Message message(@Nullable Object[] values) {
        try {
            MessageBuilder message = begin(values);
            for (int i = 0; i < values.length; i++) {
                if (i != whole) {
                    arguments.get(i).write(message, values[i]);
                }
            }
            return message.build();
        } catch (InvalidMessageException e) {
            throw new MessageExchangeException(
                    call.describe() + ": no message can carry this: " + e.getMessage(), null, e);
        }
    }

    private MessageBuilder begin(@Nullable Object[] values) {
        if (whole < 0) {
            return Message.builder(command);
        }
        if (values[whole] instanceof Message given) {
            return given.toBuilder();
        }
        throw new MessageExchangeException(call.describe() + ": the message is null", null, null);
    }
}
