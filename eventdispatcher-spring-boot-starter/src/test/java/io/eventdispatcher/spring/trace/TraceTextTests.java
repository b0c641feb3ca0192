package io.eventdispatcher.spring.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTextTests {

    private final TraceText texts = new TraceText(
            new TraceMask(List.of("password", "token", "secret", "secret_code")), MessageLimits.defaults());

    private String of(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return texts.of(bytes, 0, bytes.length);
    }

    @Test
    void showsAddressesCommandAndParameters() {
        assertThat(of("<web:frontend hub:billing/ADD_ITEM sku=A1;count=2"))
                .isEqualTo("<web:frontend hub:billing/ADD_ITEM count=2;sku=A1");
        assertThat(texts.of(Message.of("HELP"))).isEqualTo("HELP");
        assertThat(texts.of(ByteSource.utf8("ADD a=1"))).isEqualTo("ADD a=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOGIN password=hunter2",
                "LOGIN user=joe;PassWord=hunter2",
                "LOGIN a_password=hunter2",
                "LOGIN password_hash=hunter2",
                "LOGIN access_token=hunter2;x=1",
                "LOGIN secret_code=hunter2",
                "LOGIN clientSecret=\"hunter2\"",
                "LOGIN body=\"{\\\"password\\\":\\\"hunter2\\\"}\"",
                "INVALID command=LOGIN;message=\"password: 'hunter2' is too short\"",
                "{\"command\":\"LOGIN\",\"parameters\":{\"TOKEN\":\"hunter2\"}}",
                "LOGIN password=a;password=hunter2",
                "LOGIN password=abc;hunter2",
                "INVALID message=\"parameter 2: no '=' after name hunter2\"",
                "password hunter2",
                "LOGIN password:hunter2",
                "{\"command\":\"LOGIN\",\"password\":\"hunter2\"",
                "{\"hunter2\":\"LOGIN\"}",
                "hunter2/",
                "\u0000password=hunter2",
            })
    void neverShowsASecret(String line) {
        assertThat(of(line)).doesNotContain("hunter2");
    }

    @Test
    void saysWhyALineIsNoMessageWithoutItsBytes() {
        assertThat(of("LOGIN a=b;c")).isEqualTo("(no message: parameter 2: no '=' after name ***)");
        assertThat(of("")).isEqualTo("(no message: empty)");
    }

    @Test
    void keepsOthersReadable() {
        assertThat(of("SAY text=\"a; b=\\\"c\\\"\";to=joe")).isEqualTo("SAY text=\"a; b=\\\"c\\\"\";to=joe");
        assertThat(of("SAY text=meet after name day")).isEqualTo("SAY text=\"meet after name day\"");
    }

    @Test
    void escapesAndClipsWhatPeersChoose() {
        assertThat(of("SAY text=\"\u001b[31m\u202e\"")).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(of("SAY text=" + "x".repeat(60_000)))
                .hasSizeLessThanOrEqualTo(1024)
                .endsWith("...");
    }

    @Test
    void withoutWordsHidesNothing() {
        TraceText open = new TraceText(new TraceMask(List.of()), MessageLimits.defaults());
        assertThat(open.of(ByteSource.utf8("LOGIN password=hunter2"))).isEqualTo("LOGIN password=hunter2");
    }
}
