package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.message.OriginalDecoder.Fields;
import io.eventdispatcher.message.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every line of {@code vectors/build.jsonl}: what the original's setters and writer did, and what ours do. */
class BuildVectorTests {
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");

    /** The original builds a message without a command, which it cannot encode; our builder asks for the command first. */
    private static final Set<String> WITHOUT_COMMAND = Set.of("p:a=1");

    private final List<Vector> vectors = Vectors.read("build.jsonl");

    /** Builds what a vector describes: fields separated by tabs, bytes written as \x0a. */
    private static Message build(String in) {
        String[] fields = in.split("\t");
        String command = "";
        for (String field : fields) {
            command = field.startsWith("command=") ? field.substring("command=".length()) : command;
        }
        MessageBuilder builder = Message.builder(command);
        MessageAddress destination = MessageAddress.NONE;
        for (String field : fields) {
            int equals = field.indexOf('=');
            String key = field.substring(0, equals);
            String value = bytes(field.substring(equals + 1));
            switch (key) {
                case "command" -> {}
                case "sfs" -> builder.from(value, "");
                case "server" -> destination = new MessageAddress(value, destination.service());
                case "service" -> destination = new MessageAddress(destination.server(), value);
                default -> {
                    if (key.startsWith("i:")) {
                        builder.param(key.substring(2), Long.parseLong(value));
                    } else {
                        builder.rawParam(key.substring(2), value.getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        return builder.to(destination).build();
    }

    private static String bytes(String escaped) {
        Matcher hex = HEX.matcher(escaped);
        return hex.replaceAll(
                match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
    }

    @Test
    void theBuilderRefusesWhatTheOriginalRefuses() {
        for (Vector vector : vectors) {
            if (!vector.ok() || WITHOUT_COMMAND.contains(vector.in())) {
                assertThatExceptionOfType(InvalidMessageException.class)
                        .as(vector.in())
                        .isThrownBy(() -> build(vector.in()));
            }
        }
        assertThat(vectors).hasSize(1000);
    }

    @Test
    void theBuilderTakesWhatTheOriginalTakes() {
        for (Vector vector : vectors) {
            if (vector.ok() && !WITHOUT_COMMAND.contains(vector.in())) {
                assertThat(Fields.of(build(vector.in()))).as(vector.in()).isEqualTo(vector.fields());
            }
        }
    }

    @Test
    void theTextIsTheOriginalsButForQuotedBlanks() {
        for (Vector vector : vectors) {
            if (vector.ok() && !WITHOUT_COMMAND.contains(vector.in())) {
                Message message = build(vector.in());
                String text = new String(message.storage(), StandardCharsets.ISO_8859_1);
                assertThat(ParseVectorTests.withoutFixes(text, vector.fields())).isEqualTo(vector.text());
            }
        }
    }

    @Test
    void theWireFormIsJsonExactlyWhereTheOriginalWouldMissAClosingQuote() {
        for (Vector vector : vectors) {
            if (vector.ok() && !WITHOUT_COMMAND.contains(vector.in())) {
                String wire = OriginalDecoder.wire(build(vector.in()));
                assertThat(wire.startsWith("{")).as(wire).isEqualTo(missesAClosingQuote(vector.fields()));
            }
        }
    }

    @Test
    void whatIsWrittenIsReadUnchangedByAnOldAndByANewPeer() {
        MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
        int lossy = 0;
        for (Vector vector : vectors) {
            if (!vector.ok() || WITHOUT_COMMAND.contains(vector.in())) {
                continue;
            }
            Message message = build(vector.in());
            String wire = OriginalDecoder.wire(message);
            byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
            Fields expected = vector.fields();
            if (missesAClosingQuote(expected) && !isUtf8(expected)) {
                // no form of these can be read by an old peer: JSON cannot carry the bytes, text not the backslash
                expected = withReplacement(expected);
                lossy++;
            }
            assertThat(OriginalDecoder.decode(wire)).as(wire).isEqualTo(expected);
            assertThat(Fields.of(decoder.decode(bytes, 0, bytes.length)))
                    .as(wire)
                    .isEqualTo(expected);
        }
        assertThat(lossy).isEqualTo(21);
    }

    @Test
    void theTextFormIsReadUnchangedByANewPeer() {
        MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
        for (Vector vector : vectors) {
            if (vector.ok() && !WITHOUT_COMMAND.contains(vector.in())) {
                byte[] text = build(vector.in()).storage();
                Message message = decoder.decode(text, 0, text.length);
                assertThat(Fields.of(message)).as(vector.in()).isEqualTo(vector.fields());
            }
        }
    }

    private static boolean missesAClosingQuote(Fields fields) {
        return fields.parameters().values().stream()
                .anyMatch(value -> value.endsWith("\\") && (value.startsWith("\"") || value.indexOf(';') >= 0));
    }

    private static boolean isUtf8(Fields fields) {
        return fields.equals(withReplacement(fields));
    }

    private static Fields withReplacement(Fields fields) {
        TreeMap<String, String> replaced = new TreeMap<>(fields.parameters());
        replaced.replaceAll((name, value) -> new String(
                new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1));
        return new Fields(
                fields.sourceServer(),
                fields.sourceService(),
                fields.server(),
                fields.service(),
                fields.command(),
                replaced);
    }
}
