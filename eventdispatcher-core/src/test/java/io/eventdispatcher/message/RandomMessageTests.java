package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.OriginalDecoder.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random input with fixed seeds, so that a failure can be repeated. */
class RandomMessageTests {
    private static final String TEXT = "aB1_ ;=\"\\nr:/<>*?.{}\u00e9\t";
    private static final String VALUES = "ab \\\\\\\";;\"nrt\n\r\t=:{}\u0001\u007f\u0085\u00e9\u20ac\ufeff\u2028";

    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    private Message decode(String binary) {
        byte[] bytes = binary.getBytes(StandardCharsets.ISO_8859_1);
        return decoder.decode(bytes, 0, bytes.length);
    }

    private static String random(Random random, String alphabet, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String randomBytes(Random random, int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String mutated(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && mutated.length() > 0; i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, TEXT.charAt(random.nextInt(TEXT.length())));
                default -> mutated.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return mutated.toString();
    }

    /** Whatever was decoded can be used, logged, forwarded and read again; whatever was not has a reason. */
    private void survives(String binary) {
        Message message = decode(binary);
        if (message == null) {
            assertThat(decoder.problem()).as(binary).isNotEmpty().isEqualTo(LogText.clip(decoder.problem()));
            return;
        }
        String wire = OriginalDecoder.wire(message);
        if (!wire.startsWith("{")) {
            assertThat(decode(wire)).as(binary).isEqualTo(message);
            assertThat(OriginalDecoder.wire(decode(wire))).as(binary).isEqualTo(wire);
        } else {
            assertThat(decode(wire)).as(binary).isNotNull();
        }
        String shown = message.toString();
        boolean usable = shown.equals(LogText.clip(shown))
                && message.reply("R").build().command().equals("R")
                && message.parameters().size() == message.parameterCount()
                && message.toBuilder().build().equals(message);
        assertThat(usable).as(binary).isTrue();
    }

    @Test
    void noBytesMakeTheDecoderThrow() {
        Random random = new Random(1);
        for (int i = 0; i < 60_000; i++) {
            survives(randomBytes(random, 40));
            survives("C a=" + randomBytes(random, 20));
            survives("C a=\"" + randomBytes(random, 20) + "\";b=1");
        }
    }

    @Test
    void noMutationOfAVectorMakesTheDecoderThrow() {
        Random random = new Random(2);
        List<Vectors.Vector> vectors = Vectors.read("parse.jsonl");
        for (int i = 0; i < 60_000; i++) {
            survives(mutated(random, vectors.get(random.nextInt(vectors.size())).in()));
        }
    }

    @Test
    void noMutationOfJsonMakesTheDecoderThrow() {
        Random random = new Random(3);
        String json =
                "{\"sent-from-server\":\"a\",\"service\":\"b\",\"x\":[1,{}],\"escaped\":\"twice\",\"command\":\"C\","
                        + "\"parameters\":{\"a\":\"\\u00e9\\n\\\\n\",\"b\":-1.5e3,\"c\":null,\"d\":true}}";
        for (int i = 0; i < 50_000; i++) {
            survives(mutated(random, json));
        }
    }

    @Test
    void whatTheOriginalReadsIsReadAlike() {
        Random random = new Random(4);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            String line = random.nextBoolean()
                    ? random(random, TEXT, 12)
                    : "C a=" + random(random, "\"\"\\\\;xn= b", 10) + (random.nextBoolean() ? ";b=\"x\"" : "");
            if (line.strip().startsWith("{")) {
                continue;
            }
            Fields expected = OriginalDecoder.decode(line);
            Message message = decode(line);
            if (expected != null) {
                accepted++;
                assertThat(message).as(line).isNotNull();
                // only a quoted value that ends with a backslash has two readings
                if (!line.contains("\\\\\"")) {
                    assertThat(Fields.of(message)).as(line).isEqualTo(expected);
                }
            } else if (message != null) {
                assertThat(line).contains("\\\"");
            }
        }
        assertThat(accepted).isGreaterThan(30_000);
    }

    @Test
    void everyMessageIsReadAsItWasBuilt() {
        Random random = new Random(5);
        for (int i = 0; i < 60_000; i++) {
            Message message = randomMessage(random);
            String wire = OriginalDecoder.wire(message);

            assertThat(decode(wire)).as(wire).isEqualTo(message);
            assertThat(OriginalDecoder.decode(wire)).as(wire).isEqualTo(Fields.of(message));
            assertThat(wire).doesNotContain("\n");
        }
    }

    @Test
    void textAndJsonCanBeTurnedIntoEachOther() {
        Random random = new Random(6);
        for (int i = 0; i < 50_000; i++) {
            Message message = randomMessage(random);
            String text = message.toText();

            Message fromJson = Message.parse(Message.parse(text).toJson());

            assertThat(fromJson).as(text).isEqualTo(message);
            assertThat(fromJson.toText()).isEqualTo(text);
            assertThat(fromJson.toJson()).isEqualTo(message.toJson());
        }
    }

    @Test
    void valuesComeBackAsTheyWereGiven() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            String a = random(random, VALUES, 8);
            String b = random(random, VALUES, 8);
            Message built = Message.builder("C").param("b", b).param("a", a).build();

            for (Message message : List.of(built, Objects.requireNonNull(decode(OriginalDecoder.wire(built))))) {
                assertThat(message.param("a")).isEqualTo(a);
                assertThat(message.param("b")).isEqualTo(b);
                assertThat(message.rawParam("a")).isEqualTo(a.getBytes(StandardCharsets.UTF_8));
                assertThat(message.parameters()).containsEntry("a", a).containsEntry("b", b);
            }
        }
    }

    private static Message randomMessage(Random random) {
        MessageBuilder builder = Message.builder(name(random, "AB_", "AB_09"));
        if (random.nextBoolean()) {
            builder.from(optionalName(random), optionalName(random));
        }
        if (random.nextBoolean()) {
            builder.to(random.nextInt(4) == 0 ? "*" : optionalName(random), optionalName(random));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            builder.param(name(random, "abA_", "ab0_"), random(random, VALUES, 8));
        }
        return builder.build();
    }

    private static String optionalName(Random random) {
        return random.nextBoolean() ? "" : name(random, "xY_", "xY_7");
    }

    private static String name(Random random, String first, String rest) {
        return first.charAt(random.nextInt(first.length())) + random(random, rest, 3);
    }
}
