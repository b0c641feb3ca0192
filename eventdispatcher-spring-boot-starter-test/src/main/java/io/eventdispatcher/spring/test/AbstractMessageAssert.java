package io.eventdispatcher.spring.test;

import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * What can be asserted about every message. Failures show the whole message.
 *
 * <p>Values of parameters are text: what is expected is compared by its {@code toString()}, so {@code 2}, {@code 2L} and
 * {@code "2"} are the same.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @param <S> the type of the assertions
 * @since 0.1
 */
public abstract class AbstractMessageAssert<S extends AbstractMessageAssert<S>> extends AbstractAssert<S, Message> {

    private static final String COMMAND = "command";
    private static final String REASON = "message";

    AbstractMessageAssert(@Nullable Message actual, Class<S> type) {
        super(actual, type);
    }

    /**
     * Verifies the command.
     *
     * @param expected the command
     * @return this
     * @throws AssertionError if it is another one
     */
    public S hasCommand(String expected) {
        Message message = received();
        if (!message.command().equals(expected)) {
            throw unexpected("to have the command <%s> but it is <%s>", expected, message.command());
        }
        return myself;
    }

    /**
     * Verifies that a parameter is there, with any value.
     *
     * @param name of the parameter
     * @return this
     * @throws AssertionError if it is not
     */
    public S hasParam(String name) {
        if (!received().has(name)) {
            throw unexpected("to have the parameter <%s> but it has <%s>", name, names());
        }
        return myself;
    }

    /**
     * Verifies the value of a parameter.
     *
     * @param name of the parameter
     * @param expected its value, compared as text
     * @return this
     * @throws AssertionError if it is not there or has another value
     */
    public S hasParam(String name, Object expected) {
        hasParam(name);
        String value = received().text(name);
        if (!value.equals(expected.toString())) {
            throw unexpected("to have the parameter <%s> with <%s> but it is <%s>", name, expected, value);
        }
        return myself;
    }

    /**
     * Verifies that the parameters are exactly these. The {@code correlation_id} that clients add to their requests does not
     * count, unless it is among these.
     *
     * @param expected values by name, compared as text; the order does not matter
     * @return this
     * @throws AssertionError if one is missing, different or too many
     */
    public S hasOnlyParams(Map<String, ?> expected) {
        expected.forEach(this::hasParam);
        boolean added = received().has(Message.CORRELATION) && !expected.containsKey(Message.CORRELATION);
        if (received().parameterCount() != expected.size() + (added ? 1 : 0)) {
            throw unexpected("to have the parameters <%s> only but it has <%s>", expected.keySet(), names());
        }
        return myself;
    }

    /**
     * Verifies that there are no parameters, but for the {@code correlation_id} that clients add to their requests.
     *
     * @return this
     * @throws AssertionError if there is one
     */
    public S hasNoParams() {
        return hasOnlyParams(Map.of());
    }

    /**
     * Verifies that a parameter is not there.
     *
     * @param name of the parameter
     * @return this
     * @throws AssertionError if it is
     */
    public S doesNotHaveParam(String name) {
        Message message = received();
        if (message.has(name)) {
            throw unexpected("not to have the parameter <%s> but it is <%s>", name, message.text(name));
        }
        return myself;
    }

    /**
     * Begins assertions about the value of a parameter.
     *
     * @param name of the parameter
     * @return assertions about its text
     * @throws AssertionError if it is not there
     */
    public AbstractStringAssert<?> param(String name) {
        hasParam(name);
        return Assertions.assertThat(received().text(name)).as("parameter %s of %s", name, received());
    }

    /**
     * Verifies who sent it.
     *
     * @param expected {@code server:service}, with one of them empty where it is not given
     * @return this
     * @throws AssertionError if it was somebody else
     */
    public S hasSource(String expected) {
        String source = received().source().toString();
        if (!source.equals(expected)) {
            throw unexpected("to come from <%s> but it comes from <%s>", expected, source);
        }
        return myself;
    }

    /**
     * Verifies whom it is for.
     *
     * @param expected {@code server:service}, with one of them empty where it is not given
     * @return this
     * @throws AssertionError if it is for somebody else
     */
    public S hasDestination(String expected) {
        String destination = received().destination().toString();
        if (!destination.equals(expected)) {
            throw unexpected("to be for <%s> but it is for <%s>", expected, destination);
        }
        return myself;
    }

    /**
     * Verifies that it says that a message was not valid.
     *
     * @return this
     * @throws AssertionError if it is no {@code INVALID}
     */
    public S isInvalid() {
        return hasCommand(Commands.INVALID);
    }

    /**
     * Verifies that it says that a message was not valid because of a parameter.
     *
     * @param parameter its name
     * @return this
     * @throws AssertionError if it is no {@code INVALID}, or does not name the parameter
     */
    public S isInvalid(String parameter) {
        isInvalid();
        String reason = Objects.requireNonNullElse(received().param(REASON), "");
        String quoted = Pattern.quote(parameter);
        if (!Pattern.compile("(^|[,;] )" + quoted + ":|'" + quoted + "'")
                .matcher(reason)
                .find()) {
            throw unexpected("to refuse the parameter <%s> but it says <%s>", parameter, reason);
        }
        return myself;
    }

    /**
     * Verifies that it says that a command is not known.
     *
     * @return this
     * @throws AssertionError if it is no {@code UNKNOWN}
     */
    public S isUnknown() {
        return hasCommand(Commands.UNKNOWN);
    }

    /**
     * Verifies that it says that a command is not known.
     *
     * @param command which one
     * @return this
     * @throws AssertionError if it is no {@code UNKNOWN}, or names another command
     */
    public S isUnknown(String command) {
        return isUnknown().hasParam(COMMAND, command);
    }

    /**
     * Verifies that it says that a handler failed.
     *
     * @return this
     * @throws AssertionError if it is no {@code ERROR}
     */
    public S isError() {
        return hasCommand(Commands.ERROR);
    }

    /**
     * Verifies that it says that the handler of a command failed.
     *
     * @param command which one
     * @return this
     * @throws AssertionError if it is no {@code ERROR}, or names another command
     */
    public S isError(String command) {
        return isError().hasParam(COMMAND, command);
    }

    private Message received() {
        isNotNull();
        return Objects.requireNonNull(actual);
    }

    private Object names() {
        return received().parameters().keySet();
    }

    /** Makes the error of an assertion; the text goes on after "Expecting message: ...". */
    AssertionError unexpected(String text, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = received().toText();
        System.arraycopy(values, 0, all, 1, values.length);
        return failure("%nExpecting message:%n  <%s>%n" + text, all);
    }
}
