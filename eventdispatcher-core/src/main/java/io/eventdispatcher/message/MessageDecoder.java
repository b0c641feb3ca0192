package io.eventdispatcher.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes lines into messages, text and JSON alike.
 *
 * <p>Accepts all that the C++ library accepts, with the same fields, but for a few cases that are decoded better; they are
 * listed in {@code ARCHITECTURE.md}. Whatever the bytes are, it does not throw: a line that is not a message gives null and a
 * reason.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class MessageDecoder {
    private final LimitCheck check;
    private final TextScanner text;
    private final JsonReader json;
    private String problem = "";

    /**
     * Creates a decoder.
     *
     * @param limits what a message may hold
     * @since 0.1
     */
    public MessageDecoder(MessageLimits limits) {
        check = new LimitCheck(limits);
        text = new TextScanner(limits.maxParameters());
        json = new JsonReader(limits.maxParameters());
    }

    /**
     * Decodes one line.
     *
     * @param bytes holds the line; copied, so that the array can be used again
     * @param offset its first byte
     * @param length its number of bytes, without line feed; white space around the message is ignored
     * @return the message; null when it is none, or beyond a limit, and {@link #problem()} says why
     * @throws IndexOutOfBoundsException if the range is not inside the array; never because of the bytes
     * @since 0.1
     */
    public @Nullable Message decode(byte[] bytes, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (from < to && isSpace(bytes[to - 1])) {
            to--;
        }
        if (from == to) {
            return fail("empty");
        }
        byte[] line = Arrays.copyOfRange(bytes, from, to);
        String wrong = check.problem(line);
        if (!wrong.isEmpty()) {
            return fail(wrong);
        }
        return line[0] == '{'
                ? checked(json.read(line), json.problem(), json.parametersRead())
                : checked(text.scan(line), text.problem(), text.parametersRead());
    }

    private @Nullable Message checked(@Nullable Message message, String reason, int parametersRead) {
        if (message == null) {
            return fail(reason);
        }
        String wrong = check.problem(message);
        if (wrong.isEmpty()) {
            wrong = check.repetitionProblem(message, parametersRead);
        }
        return wrong.isEmpty() ? message : fail(wrong);
    }

    /** White space of the C locale. */
    private static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    private @Nullable Message fail(String reason) {
        problem = reason;
        return null;
    }

    /**
     * Why the last call of {@link #decode} gave null, for example {@code parameter 3: no '=' after name 'abc'}.
     *
     * @return one line, safe for the wire and the log; of no meaning after a success
     * @since 0.1
     */
    public String problem() {
        return problem;
    }
}
