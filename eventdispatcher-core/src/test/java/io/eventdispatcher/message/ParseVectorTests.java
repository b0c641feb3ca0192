package io.eventdispatcher.message;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.OriginalDecoder.Fields;
import io.eventdispatcher.message.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every line of {@code vectors/parse.jsonl}: what the original's decoder did with it, and what ours does. */
class ParseVectorTests {
    private static final String NUMBER = "JSON numbers keep their source text";
    private static final String NO_COMMAND = "JSON without a command is refused";
    private static final String BACKSLASH = "a quoted value may end with a backslash";
    private static final String UNKNOWN_KEY = "an unknown JSON key is ignored whatever its type";
    private static final String UTF_8 = "malformed UTF-8 in JSON becomes U+FFFD instead of an exception";

    /** All inputs with another outcome than the original's, and why. */
    private static final Map<String, String> DIFFERENCES = Map.ofEntries(
            entry(
                    "{\"command\":\"HI\",\"parameters\":{\"a\":1,\"b\":-1,\"c\":1.5,\"d\":1e3,\"e\":1e30,\"f\":true,"
                            + "\"g\":false,\"h\":null,\"i\":\"x\\ny\",\"j\":\"\\u00e9\",\"k\":\"\\ud83d\\ude00\","
                            + "\"l\":\"\\/\",\"m\":\"\\t\"}}",
                    NUMBER),
            entry("{\"command\":\"HI\",\"parameters\":{\"a\":9007199254740993}}", NUMBER),
            entry("{\"command\":\"HI\",\"parameters\":{\"a\":0.1}}", NUMBER),
            entry("{\"command\":\"HI\",\"parameters\":{\"a\":123456789.123456789}}", NUMBER),
            entry("{\"command\":\"HI\",\"parameters\":{\"a\":-0,\"b\":-0.0,\"c\":1E2,\"d\":1e-7}}", NUMBER),
            entry("{\"parameters\":{\"a\":1}}", NO_COMMAND),
            entry("{\"command\":\"\"}", NO_COMMAND),
            entry("HI a=\"\\\\\"", BACKSLASH),
            entry("HI a=\"\\\\\";b=2", BACKSLASH),
            entry("{\"command\":\"HI\",\"other\":1}", UNKNOWN_KEY),
            entry("{\"command\":\"HI\",\"other\":{\"a\":1}}", UNKNOWN_KEY),
            entry("{\"command\":\"HI\",\"parameters\":{\"a\":\"\u00ff\"}}", UTF_8));

    private final List<Vector> vectors = Vectors.read("parse.jsonl");
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    private Message decode(String binary) {
        byte[] bytes = binary.getBytes(StandardCharsets.ISO_8859_1);
        return decoder.decode(bytes, 0, bytes.length);
    }

    @Test
    void theOutcomeIsTheOriginalsButForTheListedInputs() {
        for (Vector vector : vectors) {
            Message message = decode(vector.in());
            Fields fields = message == null ? null : Fields.of(message);
            if (DIFFERENCES.containsKey(vector.in())) {
                assertThat(fields)
                        .as("%s, listed because %s", vector.in(), DIFFERENCES.get(vector.in()))
                        .isNotEqualTo(vector.fields());
            } else {
                assertThat(fields).as(vector.in()).isEqualTo(vector.fields());
            }
        }
        assertThat(vectors).hasSize(1644);
        assertThat(vectors.stream().map(Vector::in)).containsAll(DIFFERENCES.keySet());
    }

    @Test
    void theListedInputsGiveWhatTheirReasonSays() {
        assertThat(Fields.of(decode("{\"command\":\"HI\",\"parameters\":{\"a\":-0,\"b\":-0.0,\"c\":1E2,\"d\":1e-7}}"))
                        .parameters())
                .isEqualTo(Map.of("a", "-0", "b", "-0.0", "c", "1E2", "d", "1e-7"));
        assertThat(decode("{\"command\":\"HI\",\"parameters\":{\"a\":9007199254740993}}")
                        .integer("a"))
                .isEqualTo(9007199254740993L);
        assertThat(decode("{\"parameters\":{\"a\":1}}")).isNull();
        assertThat(decode("HI a=\"\\\\\";b=2").parameters()).isEqualTo(Map.of("a", "\\", "b", "2"));
        assertThat(decode("{\"command\":\"HI\",\"other\":{\"a\":1}}").parameters())
                .isEmpty();
        assertThat(decode("{\"command\":\"HI\",\"parameters\":{\"a\":\"\u00ff\"}}")
                        .param("a"))
                .isEqualTo("\ufffd");
    }

    @Test
    void theModelOfTheOriginalAgreesWithEveryTextVector() {
        for (Vector vector : vectors) {
            if (!vector.in().strip().startsWith("{")) {
                assertThat(OriginalDecoder.decode(vector.in())).as(vector.in()).isEqualTo(vector.fields());
            }
        }
    }

    @Test
    void whatIsForwardedIsReadUnchangedByAnOldAndByANewPeer() {
        for (Vector vector : vectors) {
            Message message = decode(vector.in());
            if (message != null) {
                Fields fields = Fields.of(message);
                String wire = OriginalDecoder.wire(message);
                assertThat(OriginalDecoder.decode(wire)).as(wire).isEqualTo(fields);
                assertThat(decode(wire)).as(wire).isEqualTo(message);
            }
        }
    }

    @Test
    void aTextIsForwardedAsItCameExactlyWhenItIsInNormalForm() {
        for (Vector vector : vectors) {
            Message message = decode(vector.in());
            if (message != null && !vector.in().strip().startsWith("{")) {
                String received = new String(message.storage(), StandardCharsets.ISO_8859_1);
                boolean normal = (message.index()[0] & MessageEncoder.NORMAL) != 0;
                assertThat(OriginalDecoder.wire(message).equals(received))
                        .as(received)
                        .isEqualTo(normal);
            }
        }
    }

    @Test
    void theTextWrittenIsTheOriginalsButForDeliberateFixes() {
        for (Vector vector : vectors) {
            Message message = decode(vector.in());
            if (message == null || vector.fields() == null || DIFFERENCES.containsKey(vector.in())) {
                continue;
            }
            String wire = OriginalDecoder.wire(message);
            Fields fields = vector.fields();
            if (wire.startsWith("{")) {
                assertThat(message.parameters().keySet().stream().allMatch(NameRules::isName)
                                && fields.command().matches("[^\\x00-\\x20\\x7f:/]+"))
                        .as("JSON only for names that text cannot carry: %s", wire)
                        .isFalse();
            } else if (!fields.server().isEmpty() && fields.service().isEmpty()) {
                assertThat(wire).as("a server without service is written").startsWith(fields.server() + ":");
            } else {
                assertThat(withoutFixes(wire, fields)).isEqualTo(vector.text());
            }
        }
    }

    /** Takes back the one fix of values: quotes around one that starts or ends with a blank. */
    static String withoutFixes(String wire, Fields fields) {
        String text = wire;
        for (Map.Entry<String, String> parameter : fields.parameters().entrySet()) {
            String value = parameter.getValue();
            boolean blanks = value.matches("(?s)[ \\t\\x0b\\f].*|.*[ \\t\\x0b\\f]");
            boolean quotedByTheOriginal = value.startsWith("\"") || value.indexOf(';') >= 0;
            if (blanks && !value.endsWith("\\") && !quotedByTheOriginal) {
                String bare = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
                String prefix = parameter.getKey() + "=";
                text = text.replace(prefix + '"' + bare.replace("\"", "\\\"") + '"', prefix + bare);
            }
        }
        return text;
    }
}
