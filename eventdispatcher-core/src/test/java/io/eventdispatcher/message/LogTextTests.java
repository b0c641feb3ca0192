package io.eventdispatcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTextTests {

    private static boolean isDangerous(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || c == '\u2028'
                || c == '\u2029'
                || c >= '\u202a' && c <= '\u202e'
                || c >= '\u2066' && c <= '\u2069';
    }

    /** Position of the first character that must not stand in a log; -1 when there is none. */
    private static int firstDangerous(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (isDangerous(c) || Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    private static void isSafe(String text) {
        if (text.length() > 256 || firstDangerous(text) >= 0) {
            assertThat(text.length()).isLessThanOrEqualTo(256);
            assertThat(firstDangerous(text)).as(text).isEqualTo(-1);
        }
    }

    @Test
    void everyCharacterOfTheBasicPlaneIsSafeInEveryPlace() {
        for (int c = 0; c <= 0xffff; c++) {
            char[] full = "x".repeat(300).toCharArray();
            for (int place : new int[] {0, 251, 252, 253, 254, 255, 299}) {
                full[place] = (char) c;
            }
            isSafe(LogText.clip(Character.toString((char) c)));
            isSafe(LogText.clip("a" + (char) c + "b"));
            isSafe(LogText.clip(new String(full)));
        }
    }

    @Test
    void everyCharacterOfTheBasicPlaneIsSafeInEveryFieldOfALoggedMessage() {
        MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());
        for (int c = 0; c <= 0xffff; c++) {
            String odd = "a" + (char) c + "b";
            String line = c % 2 == 0
                    ? "<" + odd + ":" + odd + " " + odd + ":" + odd + "/" + odd + " p=" + odd
                    : "{\"command\":\"" + odd + "\",\"parameters\":{\"" + odd + "\":\"" + odd + "\"}}";
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            Message message = decoder.decode(bytes, 0, bytes.length);
            isSafe(message == null ? decoder.problem() : message.toString());
            isSafe(LogText.clip(bytes, 0, bytes.length));
        }
    }

    @Test
    void escapesWithHexadecimalDigits() {
        assertThat(LogText.clip("a\u001b[2J\r\n\u0085\u202e\ufeff"))
                .isEqualTo("a\\u001b[2J\\u000d\\u000a\\u0085\\u202e\\ufeff");
        assertThat(LogText.clip("\ud800x")).isEqualTo("\\ud800x");
        assertThat(LogText.clip("\udb40\udc01")).isEqualTo("\\udb40\\udc01");
    }

    @Test
    void keepsPlainText() {
        String text = "C a=\"\\n\u00e9\u20ac\ud83d\ude00\"";

        assertThat(LogText.clip(text)).isEqualTo(text);
        assertThat(LogText.clip("plain")).isSameAs("plain");
    }

    @Test
    void clipsAtTheLimit() {
        assertThat(LogText.clip("x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(LogText.clip("x".repeat(257))).isEqualTo("x".repeat(253) + "...");
        assertThat(LogText.clip("\u20ac".repeat(256))).isEqualTo("\u20ac".repeat(256));
        assertThat(LogText.clip("\u20ac".repeat(257))).isEqualTo("\u20ac".repeat(253) + "...");
        assertThat(LogText.clip("x".repeat(100_000)).length()).isEqualTo(256);
    }

    @Test
    void neverCutsAnEscapeOrASurrogatePair() {
        assertThat(LogText.clip("\0".repeat(50))).isEqualTo("\\u0000".repeat(42) + "...");
        assertThat(LogText.clip("x" + "\ud83d\ude00".repeat(200))).isEqualTo("x" + "\ud83d\ude00".repeat(126) + "...");
    }

    @Test
    void clipsBytes() {
        byte[] euros = "\u20ac".repeat(10_000).getBytes(StandardCharsets.UTF_8);

        assertThat(LogText.clip(euros, 3, euros.length - 3)).isEqualTo("\u20ac".repeat(253) + "...");
        assertThat(LogText.clip(new byte[] {'a', (byte) 0xff, 'b'}, 0, 3)).isEqualTo("a\ufffdb");
        assertThat(LogText.clip(euros, 0, 0)).isEmpty();
    }
}
