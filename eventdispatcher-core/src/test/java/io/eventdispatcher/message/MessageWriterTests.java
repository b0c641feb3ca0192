package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.bytes.ByteSource;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTests {

    private static final Message REQUEST = Message.of("PING");

    private final MessageWriter writer = new MessageWriter();

    private static String text(ByteSource source) {
        byte[] bytes = new byte[source.length() + 2];
        source.copyTo(bytes, 1);
        return new String(bytes, 1, source.length(), StandardCharsets.UTF_8);
    }

    private String written() {
        return text(writer.finish());
    }

    @Test
    void writesACommandAlone() {
        writer.beginReply(REQUEST, "PONG");
        assertThat(written()).isEqualTo("PONG");
        assertThat(writer.command()).isEqualTo("PONG");
    }

    @Test
    void writesParametersInTheOrderOfTheirNames() {
        writer.beginReply(REQUEST, "PONG");
        writer.param("b", true);
        writer.param("c", Instant.ofEpochSecond(5, 500_000_000));
        writer.param("d", new InetSocketAddress("127.0.0.1", 4040));
        writer.param("a", 1);
        assertThat(written()).isEqualTo("PONG a=1;b=true;c=5.5;d=127.0.0.1:4040");
    }

    @Test
    void theLastOfEqualNamesCounts() {
        writer.beginReply(REQUEST, "PONG");
        writer.param("a", 1);
        writer.param("a", "two");
        writer.param("b", 3);
        assertThat(written()).isEqualTo("PONG a=two;b=3");
    }

    @Test
    void addressesTheReplyToTheSender() {
        writer.beginReply(Message.parse("<srv:svc PING"), "PONG");
        writer.param("a", 1);
        assertThat(written()).isEqualTo("srv:svc/PONG a=1");
        assertThat(writer.command()).isEqualTo("PONG");
        writer.beginReply(Message.parse("svc/PING"), "PONG");
        assertThat(written()).isEqualTo("PONG");
    }

    @Test
    void aNewMessageGivesUpTheOneBefore() {
        writer.beginReply(REQUEST, "PONG");
        writer.param("z", "é;");
        writer.beginReply(REQUEST, "OTHER");
        writer.param("a", 1);
        assertThat(written()).isEqualTo("OTHER a=1");
        assertThat(writer.command()).isEqualTo("OTHER");
    }

    @Test
    void aLongMessageDoesNotKeepItsMemory() {
        writer.beginReply(REQUEST, "PONG");
        writer.param("a", "x".repeat(1_000_000));
        assertThat(writer.finish().length()).isEqualTo("PONG a=".length() + 1_000_000);
        writer.beginReply(REQUEST, "PONG");
        assertThat(written()).isEqualTo("PONG");
        assertThat(writer.capacity()).isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pong", "A B", "1A", "é", "{A", "A="})
    void refusesACommandThatIsNotValid(String command) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> writer.beginReply(REQUEST, command))
                .withMessageContaining("command not valid");
    }

    @Test
    void refusesWhatTheBuilderRefuses() {
        writer.beginReply(REQUEST, "PONG");
        writer.param("a", 1);
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> writer.param("b", "\0"))
                .withMessageContaining("command=PONG parameter=b");
        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> writer.param("b-c", 1));
        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> writer.param("", "x"));
        writer.param("d", "ok");
        assertThat(written()).isEqualTo("PONG a=1;d=ok");
    }

    /** Whatever is written, in whatever order: the builder is the oracle. */
    @Test
    void writesWhatTheBuilderWouldMake() {
        Random random = new Random(20_261_128);
        List<String> names = List.of("a", "b", "bb", "c", "name", "Z", "_x");
        List<String> values = List.of(
                "",
                "1",
                "two words",
                " lead",
                "trail ",
                "\t",
                "a;b",
                "\"",
                "\"q\"",
                "a\"b",
                "\\",
                "a\\",
                "\\n",
                "x\ny",
                "\r",
                "é",
                "\ud83d\ude00",
                ";\\",
                "=",
                "{",
                "<",
                "x".repeat(300),
                "\u007f",
                "\u0001");
        List<Message> requests = List.of(REQUEST, Message.parse("<srv:svc PING"), Message.parse("<:svc PING"));
        for (int i = 0; i < 20_000; i++) {
            Message request = requests.get(random.nextInt(20) == 0 ? random.nextInt(requests.size()) : 0);
            MessageBuilder builder = request.reply("R");
            writer.beginReply(request, "R");
            for (int n = random.nextInt(5); n > 0; n--) {
                String name = names.get(random.nextInt(names.size()));
                if (random.nextBoolean()) {
                    String value = values.get(random.nextInt(values.size()));
                    builder.param(name, value);
                    writer.param(name, value);
                } else {
                    long value = random.nextLong() >> random.nextInt(64);
                    builder.param(name, value);
                    writer.param(name, value);
                }
            }
            assertThat(written()).isEqualTo(text(builder.build()));
        }
    }

    @Test
    void writesEveryLengthOfNumber() {
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 9 * power, Long.MAX_VALUE - power}) {
                assertNumber(value);
            }
        }
        assertNumber(Long.MIN_VALUE);
        assertNumber(Long.MAX_VALUE);
        assertNumber(Long.MIN_VALUE + 1);
        assertNumber(Integer.MIN_VALUE);
    }

    private void assertNumber(long value) {
        writer.beginReply(REQUEST, "N");
        writer.param("v", value);
        assertThat(written()).isEqualTo("N v=" + value);
    }
}
