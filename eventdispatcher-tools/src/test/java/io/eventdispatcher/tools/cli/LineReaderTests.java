package io.eventdispatcher.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTests {

    private static List<String> lines(String text, int max, int piece) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        InputStream in = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, piece));
            }
        };
        LineReader reader = new LineReader(in, max);
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(
                    reader.isTooLong()
                            ? "!" + reader.length()
                            : new String(reader.bytes(), 0, (int) reader.length(), StandardCharsets.ISO_8859_1));
        }
        return lines;
    }

    @Test
    void givesTheSameLinesWhereverReadsEnd() throws IOException {
        for (int piece = 1; piece < 30; piece++) {
            assertThat(lines("", 9, piece)).isEmpty();
            assertThat(lines("\n", 9, piece)).containsExactly("");
            assertThat(lines("a", 9, piece)).containsExactly("a");
            assertThat(lines("a\n\nb\r\nlast\0", 9, piece)).containsExactly("a", "", "b\r", "last\0");
            assertThat(lines("123456789\n1234567890\nx\n12345678901", 9, piece))
                    .containsExactly("123456789", "!10", "x", "!11");
        }
    }

    @Test
    void keepsLongLinesThatAreAllowed() throws IOException {
        String line = "x".repeat(300_000);
        assertThat(lines(line + "\n" + line, 300_000, 7777)).containsExactly(line, line);
        assertThat(lines(line + "x\n" + line, 300_000, 7777)).containsExactly("!300001", line);
    }
}
