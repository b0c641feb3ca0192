package io.eventdispatcher.tools.command;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code ed-message parse}: a message in, a JSON object out.
 *
 * <p>With Latin-1 every character of a string stands for one byte. Text lines with other bytes than ASCII are decoded a
 * second time for that, each byte written as the UTF-8 form of its Latin-1 character, which gives exactly these strings;
 * whether the line is a message, and within the limits, is decided by its own bytes. JSON lines hold UTF-8 always.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class ParsedLine implements LinePipe.Step {

    private static final MessageLimits LIMITS = MessageLimits.defaults();

    private final boolean latin1;
    private final MessageDecoder decoder = new MessageDecoder(LIMITS);
    private final MessageDecoder widened =
            new MessageDecoder(LIMITS.withMaxParameterNameLength(2 * LIMITS.maxParameterNameLength())
                    .withMaxNameLength(2 * LIMITS.maxNameLength())
                    .withMaxTotalNameLength(2 * LIMITS.maxTotalNameLength()));
    private final JsonLine json;

    ParsedLine(boolean latin1) {
        this.latin1 = latin1;
        this.json = new JsonLine(latin1);
    }

    @Override
    public @Nullable String write(byte[] line, int length, PrintStream out) {
        Message message = decoder.decode(line, 0, length);
        if (message == null) {
            return refuse(decoder.problem(), out);
        }
        UnaryOperator<String> view = UnaryOperator.identity();
        if (latin1 && !isAscii(line, length)) {
            if (isJson(line, length)) {
                view = ParsedLine::bytesOf;
            } else {
                byte[] wide = new String(line, 0, length, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
                Message wider = widened.decode(wide, 0, wide.length);
                if (wider == null) {
                    return refuse(widened.problem(), out);
                }
                message = wider;
            }
        } else if (latin1) {
            view = ParsedLine::bytesOf; // JSON escapes make other characters of ASCII lines
        }
        write(message, view, out);
        return null;
    }

    private void write(Message message, UnaryOperator<String> view, PrintStream out) {
        Map<String, String> parameters = new LinkedHashMap<>();
        message.parameters().forEach((name, value) -> parameters.put(view.apply(name), view.apply(value)));
        out.append(json.start(true)
                .field("sent_from_server", view.apply(message.source().server()))
                .field("sent_from_service", view.apply(message.source().service()))
                .field("server", view.apply(message.destination().server()))
                .field("service", view.apply(message.destination().service()))
                .field("command", view.apply(message.command()))
                .field("parameters", parameters)
                .field("text", view.apply(message.toText()))
                .end());
    }

    private static boolean isAscii(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJson(byte[] line, int length) {
        int start = 0;
        while (start < length && (line[start] == ' ' || line[start] >= '\t' && line[start] <= '\r')) {
            start++;
        }
        return start < length && line[start] == '{';
    }

    private static String bytesOf(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String refuse(String problem, PrintStream out) {
        out.append(json.start(false).field("error", problem).end());
        return problem;
    }

    @Override
    public boolean tellsOnErr() {
        return false;
    }
}
