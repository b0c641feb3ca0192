package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.bytes.ByteSource;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    @ValueSource(strings = {"", "a;b", "a b", "\u00e4", "a\nb", "\"", "a\\", "\t", "\u007f"})
    void doesNotRepeatWhatIsNoPlainWord(String value) {
        Message request = Message.builder("PING").param("correlation_id", value).build();
        writer.beginReply(request, "PONG");
        assertThat(written()).isEqualTo("PONG");
        assertThat(request.reply("PONG").build()).isEqualTo(Message.of("PONG"));
        assertThat(Message.of("PONG").answering(request)).isEqualTo(Message.of("PONG"));
    }

    @Test
    void doesNotRepeatWhatIsTooLong() {
        String id = "x".repeat(128);
        writer.beginReply(Message.parse("PING correlation_id=" + id), "PONG");
        assertThat(written()).isEqualTo("PONG correlation_id=" + id);
        writer.beginReply(Message.parse("PING correlation_id=" + id + "x"), "PONG");
        assertThat(written()).isEqualTo("PONG");
    }
}
