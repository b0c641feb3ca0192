package io.eventdispatcher.tools.command;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.tools.cli.TerminalText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code ed-message format}: a description in, a message out.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class FormattedLine implements LinePipe.Step {

    /** What {@code --form} may say. */
    enum Form {
        WIRE,
        TEXT,
        JSON
    }

    private final boolean latin1;
    private final Form form;
    private final boolean asJson;
    private final FieldsReader reader;
    private final JsonLine json;

    FormattedLine(boolean latin1, Form form, boolean asJson) {
        this.latin1 = latin1;
        this.form = form;
        this.asJson = asJson;
        this.reader = new FieldsReader(latin1);
        this.json = new JsonLine(latin1);
    }

    @Override
    public @Nullable String write(byte[] line, int length, PrintStream out) {
        byte[] text;
        try {
            text = bytes(reader.read(line, length));
        } catch (InvalidMessageException e) {
            return refuse(TerminalText.safe(String.valueOf(e.getMessage())), out);
        }
        if (asJson) {
            String shown = new String(text, latin1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            out.append(json.start(true).field("text", shown).end());
        } else {
            out.write(text, 0, text.length);
            out.write('\n');
        }
        return null;
    }

    private byte[] bytes(MessageFields fields) {
        return switch (form) {
            case WIRE -> {
                Message message = build(fields, false);
                byte[] wire = new byte[message.length()];
                message.copyTo(wire, 0);
                yield wire;
            }
            // built of characters that stand for bytes, so that bytes which are no UTF-8 survive
            case TEXT -> build(fields, true).toText().getBytes(StandardCharsets.ISO_8859_1);
            case JSON -> build(fields, false).toJson().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Message build(MessageFields fields, boolean characters) {
        MessageBuilder builder = Message.builder(fields.command)
                .from(fields.sourceServer, fields.sourceService)
                .to(new MessageAddress(fields.server, fields.service));
        fields.parameters.forEach((name, value) -> {
            if (characters) {
                builder.param(name, value);
            } else {
                builder.rawParam(name, value.getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        return builder.build();
    }

    @Override
    public String refuse(String problem, PrintStream out) {
        if (asJson) {
            out.append(json.start(false).field("error", problem).end());
        } else {
            out.write('\n');
        }
        return problem;
    }

    @Override
    public boolean tellsOnErr() {
        return !asJson;
    }
}
