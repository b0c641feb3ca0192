package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Values and records as parameters of messages, by the rules that hold for the arguments and replies of handlers: for those
 * who send messages and read answers.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class MessageValues {

    private final ValuePlanner planner;
    private final ReplyParameters parameters;
    private final ValueConverters converters;

    /**
     * Creates the rules.
     *
     * @param conversion makes values of texts and texts of values
     * @param placeholders resolves the names in {@code @Param}
     */
    public MessageValues(ConversionService conversion, UnaryOperator<String> placeholders) {
        this.converters = new ValueConverters(conversion);
        this.planner = new ValuePlanner(converters, placeholders);
        this.parameters = new ReplyParameters(conversion, placeholders);
    }

    /**
     * Tells whether a message can carry a parameter of this name.
     *
     * @param name any text
     * @return whether it consists of letters, digits and underscores, not starting with a digit
     */
    public static boolean isName(String name) {
        return ParameterName.isValid(name);
    }

    /**
     * Tells whether a message can have this command.
     *
     * @param command any text
     * @return whether it consists of capital letters, digits and underscores, not starting with a digit
     */
    public static boolean isCommand(String command) {
        return ReplyCommand.isValid(command);
    }

    /**
     * Writes a value; null and an empty {@code Optional} are left out, a record becomes {@code name_component} each.
     *
     * @param message gets the parameters
     * @param name of the value
     * @param value any
     * @throws io.eventdispatcher.message.InvalidMessageException if no message can carry the text of the value
     */
    public void write(MessageBuilder message, String name, @Nullable Object value) {
        parameters.put(new Target(message), name, value);
    }

    /**
     * Writes the components of a record, each by its own name.
     *
     * @param message gets the parameters
     * @param value the record
     * @throws io.eventdispatcher.message.InvalidMessageException if no message can carry the text of a component
     */
    public void write(MessageBuilder message, Record value) {
        parameters.records().of(value.getClass()).write(new Target(message), "", value);
    }

    /**
     * Makes what reads a record from the parameters of a message.
     *
     * @param place for texts: the method
     * @param type a record
     * @param optional whether a message without any of the parameters gives null instead of failing
     * @return throws {@link InvalidArgumentException} if the message does not hold what the record needs
     * @throws InvalidHandlerException if no such record can be read from a message
     */
    public Function<Message, @Nullable Object> recordReader(String place, Class<?> type, boolean optional) {
        RecordBinder binder =
                planner.record(place, type, optional ? ValueBinder.Absence.NULL : ValueBinder.Absence.MISSING);
        return message -> read(binder, message);
    }

    /**
     * Makes what reads one parameter of a message.
     *
     * @param name of the parameter
     * @param returned says the type, an {@code Optional} of it included
     * @param optional whether a message without it gives null instead of failing
     * @return throws {@link InvalidArgumentException} if it is missing or not of the type; null if nothing converts text to it
     */
    public @Nullable Function<Message, @Nullable Object> valueReader(
            String name, TypeDescriptor returned, boolean optional) {
        ValueConverter converter = converters.find(returned);
        if (converter == null) {
            return null;
        }
        ValueBinder binder = new ValueBinder(
                ParameterName.exact(name),
                converter,
                optional ? ValueBinder.Absence.NULL : ValueBinder.Absence.MISSING,
                null);
        return message -> read(binder, message);
    }

    private static @Nullable Object read(ArgumentBinder binder, Message message) {
        BindingProblems problems = new BindingProblems();
        Object value;
        try {
            value = binder.bind(new Source(message), problems);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the constructor of the record failed: " + e, e);
        }
        problems.check();
        return value;
    }

    /** A message that is being built, as what replies are written to. */
    private record Target(MessageBuilder message) implements Reply {

        @Override
        public Reply param(String name, String value) {
            message.param(name, value);
            return this;
        }

        @Override
        public Reply param(String name, long value) {
            message.param(name, value);
            return this;
        }

        @Override
        public Reply param(String name, boolean value) {
            message.param(name, value);
            return this;
        }

        @Override
        public Reply param(String name, Instant value) {
            message.param(name, value);
            return this;
        }

        @Override
        public Reply param(String name, InetSocketAddress value) {
            message.param(name, value);
            return this;
        }

        @Override
        public boolean send() {
            throw new UnsupportedOperationException("who builds the message sends it");
        }
    }

    /** An answer, as what arguments are read from. */
    private record Source(Message message) implements Exchange {

        @Override
        public Map<String, String> variables() {
            return Map.of();
        }

        @Override
        public DispatchEntry entry() {
            throw new UnsupportedOperationException("an answer came by no entry of the dispatcher");
        }

        @Override
        public boolean reply(Message reply) {
            throw new UnsupportedOperationException("an answer is not answered");
        }
    }
}
