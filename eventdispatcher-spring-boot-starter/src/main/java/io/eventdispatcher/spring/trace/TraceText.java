package io.eventdispatcher.spring.trace;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import java.util.List;
import java.util.Map;

/**
 * Writes messages for people to read, without what the mask hides. Bytes that are no message are never shown: where in them a
 * secret is, nobody can tell. Nor is the part of the decoder's complaint that quotes them.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class TraceText {

    /** Most characters of a text. */
    public static final int MAX_CHARS = 1024;

    private static final String QUOTING = "no '=' after name ";

    private final TraceMask mask;
    private final MessageLimits limits;

    /**
     * Makes texts.
     *
     * @param mask a value is shown as {@code ***} if it, or the name of its parameter, contains one of these words
     * @param limits messages beyond them count as none
     */
    public TraceText(List<String> mask, MessageLimits limits) {
        this(new TraceMask(mask), limits);
    }

    TraceText(TraceMask mask, MessageLimits limits) {
        this.mask = mask;
        this.limits = limits;
    }

    /**
     * Writes a message.
     *
     * @param frame a message, or bytes that may be one
     * @return at most {@value #MAX_CHARS} characters on one line
     */
    public String of(ByteSource frame) {
        if (frame instanceof Message message) {
            return text(message);
        }
        byte[] bytes = new byte[frame.length()];
        frame.copyTo(bytes, 0);
        return of(bytes, 0, bytes.length);
    }

    String of(byte[] bytes, int offset, int length) {
        MessageDecoder decoder = new MessageDecoder(limits);
        Message message = decoder.decode(bytes, offset, length);
        return message == null
                ? LogText.clip("(no message: " + withoutQuote(decoder.problem()) + ")", MAX_CHARS)
                : text(message);
    }

    private static String withoutQuote(String problem) {
        int quoting = problem.indexOf(QUOTING);
        return quoting < 0 ? problem : problem.substring(0, quoting + QUOTING.length()) + TraceMask.HIDDEN;
    }

    private String text(Message message) {
        StringBuilder out = new StringBuilder(128);
        MessageAddress source = message.source();
        if (!source.isNone()) {
            out.append('<').append(source).append(' ');
        }
        if (!message.destination().isNone()) {
            out.append(message.destination()).append('/');
        }
        out.append(message.command());
        char separator = ' ';
        for (Map.Entry<String, String> parameter : message.parameters().entrySet()) {
            if (out.length() > MAX_CHARS) {
                break;
            }
            String name = parameter.getKey();
            out.append(separator).append(name).append('=');
            quote(out, mask.value(name, withoutQuote(parameter.getValue())));
            separator = ';';
        }
        return LogText.clip(out.toString(), MAX_CHARS);
    }

    /** Puts a value in quotes that would not be recognized as one value without them. */
    private static void quote(StringBuilder out, String value) {
        if (value.indexOf(';') < 0 && value.indexOf(' ') < 0 && value.indexOf('"') < 0) {
            out.append(value);
        } else {
            out.append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }
}
