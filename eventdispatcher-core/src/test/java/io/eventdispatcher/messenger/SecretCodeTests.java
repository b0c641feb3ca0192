package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.message.Message;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of secret codes, and what is put on the wire. */
class SecretCodeTests {

    private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.1", 1);

    private static @Nullable String open(String code, String datagram) {
        ByteBuffer opened = SecretCode.of(code).open(bytes(datagram), FROM);
        return opened == null ? null : text(opened);
    }

    private static @Nullable String seal(String code, String frame) {
        ByteBuffer sealed = SecretCode.of(code).seal(bytes(frame));
        return sealed == null ? null : text(sealed);
    }

    /** Somewhere in a larger direct buffer, as a socket has it. */
    private static ByteBuffer bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 10);
        return buffer.position(3).put(bytes).limit(3 + bytes.length).position(3);
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.ISO_8859_1.decode(buffer).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A a=1", "/", "\u00ff\u0000", "{\"command\":\"A\"}\n", "A x=secret_code", "A a=1\nB"})
    void withoutACodeEverythingPassesUnchanged(String datagram) {
        assertThat(open("", datagram)).isEqualTo(datagram);
        assertThat(seal("", datagram)).isEqualTo(datagram);
        assertThat(SecretCode.of("").authenticates()).isFalse();
        assertThat(SecretCode.of("").overheadBytes()).isZero();
    }

    @Test
    void aCodeThatNobodyExpectsIsTakenAway() {
        assertThat(open("", "A a=1;secret_code=x")).isEqualTo("A a=1");
        assertThat(open("", "A secret_code=")).isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "C secret_code=s3cret|C",
                "D a=1;secret_code=s3cret|D a=1",
                "D secret_code=s3cret;x=1|D x=1",
                "<a:b c:d/E secret_code=\"s3cret\"|<a:b c:d/E",
                "{\"command\":\"F\",\"parameters\":{\"secret_code\":\"s3cret\",\"a\":1}}|F a=1"
            })
    void theRightCodeIsTakenAway(String datagram, String message) {
        assertThat(open("s3cret", datagram)).isEqualTo(message);
        assertThat(open("s3cret", datagram + "\n")).isEqualTo(message);
        assertThat(open("s3cret", datagram + "\r\n")).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C",
                "C secret_code=",
                "C secret_code=s3cre",
                "C secret_code=s3cret2",
                "C secret_code=S3CRET",
                "C secret_code=s3cret;secret_code=x",
                "/ secret_code=s3cret",
                "\n",
                "{",
                "C a=1\nD secret_code=s3cret",
                "\u00ff\u00fe"
            })
    void whateverElseIsRefused(String datagram) {
        assertThat(open("s3cret", datagram)).isNull();
    }

    @Test
    void theCodeIsAddedInItsPlace() {
        assertThat(seal("s3cret", "HI a=1")).isEqualTo("HI a=1;secret_code=s3cret");
        assertThat(seal("s3cret", "HI")).isEqualTo("HI secret_code=s3cret");
        assertThat(seal("s3cret", "HI z=1")).isEqualTo("HI secret_code=s3cret;z=1");
        assertThat(seal("a;b", "HI")).isEqualTo("HI secret_code=\"a;b\"");
        assertThat(seal("s3cret", "HI secret_code=old")).isEqualTo("HI secret_code=s3cret");
    }

    @Test
    void whatIsNoMessageCannotBeSent() {
        assertThat(seal("s3cret", "/")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "s3cret", "with space", "a;b", "\"quoted\"", "\u00e9\u20ac", "back\\slash\\"})
    void whatIsSealedOpensAgain(String code) {
        SecretCode guard = SecretCode.of(code);
        byte[] line = new byte[guardedLength(guard)];
        Message.parse("A b=1;c=\"x;y\"").copyTo(line, 0);
        ByteBuffer sealed = guard.seal(ByteBuffer.wrap(line));
        assertThat(sealed).isNotNull();
        assertThat(guard.open(sealed, FROM)).isEqualTo(ByteBuffer.wrap(line));
        assertThat(guard.authenticates()).isTrue();
        assertThat(guard).hasToString("secret code ***");
    }

    private static int guardedLength(SecretCode guard) {
        assertThat(guard.overheadBytes()).isPositive();
        return Message.parse("A b=1;c=\"x;y\"").length();
    }

    @Test
    void theRoomForTheCodeIsKnown() {
        int overhead = SecretCode.of("s3cret").overheadBytes();
        assertThat(seal("s3cret", "HI")).hasSize("HI".length() + overhead);
        assertThat(seal("s3cret", "HI a=1")).hasSize("HI a=1".length() + overhead);
    }

    @Test
    void aCodeThatNoMessageCarriesIsRefused() {
        assertThatThrownBy(() -> SecretCode.of("a\u0000b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret code");
    }

    @Test
    void aCodeThatNobodyExpectsIsFoundBehindEscapesToo() {
        assertThat(open("", "{\"command\":\"A\",\"parameters\":{\"secret\\u005fcode\":\"x\",\"a\":1}}"))
                .isEqualTo("A a=1");
        assertThat(open("s", "{\"command\":\"A\",\"parameters\":{\"\\u0073ecret_code\":\"s\"}}"))
                .isEqualTo("A");
        String unrelated = "{\"command\":\"A\",\"parameters\":{\"a\":\"\\u0041\"}}";
        assertThat(open("", unrelated)).isEqualTo(unrelated);
    }
}
