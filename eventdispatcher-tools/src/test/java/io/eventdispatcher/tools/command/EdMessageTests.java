package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.ToolRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdMessageTests {

    private static ToolRun run(String input, String... args) {
        return ToolRun.withInput(new EdMessage(), input.getBytes(StandardCharsets.ISO_8859_1), args);
    }

    @Test
    void needsToKnowWhatToDo() {
        assertThat(run("").code()).isEqualTo(64);
        assertThat(run("").err()).contains("'parse', 'format' or 'send' is needed");
        assertThat(run("", "reverse").code()).isEqualTo(64);
        assertThat(run("", "parse", "--max-line-bytes", "0").code()).isEqualTo(64);
        assertThat(run("", "parse", "x").code()).isEqualTo(64);
    }

    @Test
    void tellsInPlaceOfEachLineThatItIsNoMessage() {
        ToolRun run = run("/\n\nHI\nHI a\n", "parse");
        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("{\"ok\":false,\"error\":\""),
                        line -> assertThat(line).isEqualTo("{\"ok\":false,\"error\":\"empty\"}"),
                        line -> assertThat(line).startsWith("{\"ok\":true,"),
                        line -> assertThat(line).startsWith("{\"ok\":false,\"error\":\""));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run("/\nHI\n", "parse", "--strict").code()).isEqualTo(1);
        assertThat(run("/\nHI\n", "parse", "--strict").out().lines()).hasSize(2);
        assertThat(run("HI\n", "parse", "--strict").code()).isZero();
    }

    @Test
    void goesOnAfterALineThatIsTooLong() {
        ToolRun run = run("X a=" + "y".repeat(100) + "\nHI\n", "parse", "--max-line-bytes", "50");
        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("{\"ok\":false,\"error\":\"line too long: length=104 max=50\"}"),
                        line -> assertThat(line).contains("\"command\":\"HI\""));
    }

    @Test
    void parsesTheFieldsOfALine() {
        assertThat(run("<a:b c:d/DO y=\"1;\\\"2\\\"\";x=\n", "parse").out())
                .isEqualTo("{\"ok\":true,\"sent_from_server\":\"a\",\"sent_from_service\":\"b\",\"server\":\"c\","
                        + "\"service\":\"d\",\"command\":\"DO\",\"parameters\":{\"x\":\"\",\"y\":\"1;\\\"2\\\"\"},"
                        + "\"text\":\"<a:b c:d/DO x=;y=\\\"1;\\\\\\\"2\\\\\\\"\\\"\"}\n");
    }

    @Test
    void showsBytesAsLatin1WhenAsked() {
        String line = "h\u00e9:s/DO a=\u00ff\u0080;b=\u00c3\u00a9\n";
        assertThat(run(line, "parse", "--latin1").out())
                .contains("\"server\":\"h\\u00e9\"")
                .contains("{\"a\":\"\\u00ff\\u0080\",\"b\":\"\\u00c3\\u00a9\"}")
                .contains("\"text\":\"h\\u00e9:s/DO a=\\u00ff\\u0080;b=\\u00c3\\u00a9\"");
        assertThat(run(line, "parse").out()).contains("{\"a\":\"\ufffd\ufffd\",\"b\":\"\u00e9\"}");
        assertThat(run("{\"command\":\"DO\",\"parameters\":{\"a\":\"\\u00e9\u00c3\u00a9\"}}", "parse", "--latin1")
                        .out())
                .contains("{\"a\":\"\\u00c3\\u00a9\\u00c3\\u00a9\"}");
    }

    @Test
    void judgesTheLimitsByTheBytesOfTheLine() {
        String name = "\u00e9".repeat(128);
        assertThat(run(name + ":s/DO\n", "parse", "--latin1").out()).startsWith("{\"ok\":true");
        assertThat(run(name + "x:s/DO\n", "parse", "--latin1").out()).startsWith("{\"ok\":false");
    }

    @Test
    void neverWritesControlCharactersRaw() {
        String out = run("DO a=\u001b[2J;b=\u00c2\u009b;c=\u00e2\u0080\u00ae\n", "parse")
                .out();
        assertThat(out).contains("\\u001b[2J").contains("\\u009b").contains("\\u202e");
        assertThat(out.strip().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }

    @Test
    void tellsWhatIsWrongWithADescription() {
        ToolRun run = run("""
                command=lower
                {"command":"DO","parameters":{"a b":"1"}}
                {"command":"DO","parameters":{"a":[1]}}
                {"command":"DO"
                {"command":"DO"} x
                nothing
                command=DO\tz=1
                command=DO\ti:a=1x
                {"ok":false,"error":"empty"}

                command=FINE
                """, "format");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("\n".repeat(10) + "FINE\n");
        List<String> errors = run.err().lines().toList();
        assertThat(errors).hasSize(10);
        for (int i = 0; i < errors.size(); i++) {
            assertThat(errors.get(i)).startsWith("ed-message: line " + (i + 1) + ": ");
        }
        assertThat(run("nothing\n", "format", "--strict").code()).isEqualTo(1);
        assertThat(run("nothing\n", "format", "--json").out())
                .isEqualTo("{\"ok\":false,\"error\":\"field without '=': 'nothing'\"}\n");
    }

    @Test
    void formatsAllKindsOfDescriptions() {
        String input = """
                command=DO\tserver=c\tservice=d\tp:x=1\\x0a2;\ti:n=-5
                {"in":"command=DO\\tserver=c\\tservice=d\\tp:x=1\\\\x0a2;\\ti:n=-5"}
                {"ok":true,"server":"c","service":"d","command":"DO","parameters":{"n":-5,"x":"1\\n2;"},"other":[1]}
                """;
        assertThat(run(input, "format").out()).isEqualTo("c:d/DO n=-5;x=\"1\\n2;\"\n".repeat(3));
        assertThat(run("command=A\tp:a=x\n", "format", "--json").out()).isEqualTo("{\"ok\":true,\"text\":\"A a=x\"}\n");
    }

    @Test
    void writesTheFormAskedFor() {
        String input = "command=A\tp:a=;\\x5c\\xff\n";
        assertThat(run(input, "format", "--form", "text").bytes())
                .isEqualTo("A a=\";\\\\\u00ff\"\n".getBytes(StandardCharsets.ISO_8859_1));
        String backslash = "command=A\tp:a=;\\x5c\n";
        assertThat(run(backslash, "format", "--form=text").out()).isEqualTo("A a=\";\\\\\"\n");
        assertThat(run(backslash, "format").out()).startsWith("{\"command\":\"A\"");
        assertThat(run("command=A\n", "format", "--form=json").out()).isEqualTo("{\"command\":\"A\"}\n");
    }

    @Test
    void keepsBytesAndTextApart() {
        String json = "{\"command\":\"A\",\"parameters\":{\"a\":\"\\u00e9\"}}\n";
        assertThat(run(json, "format").bytes()).isEqualTo("A a=\u00e9\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run(json, "format", "--latin1").bytes())
                .isEqualTo("A a=\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run("{\"command\":\"A\",\"parameters\":{\"a\":\"\\u20ac\"}}\n", "format", "--latin1")
                        .err())
                .contains("not Latin-1: U+20ac");
    }

    @Test
    void refusesHalfASurrogatePair() {
        ToolRun run = run("{\"command\":\"A\",\"parameters\":{\"a\":\"x\\ud800\"}}\n", "format", "--json");
        assertThat(run.out()).isEqualTo("{\"ok\":false,\"error\":\"unpaired surrogate at index 1\"}\n");
    }

    @Test
    void whatIsParsedCanBeFormattedAgain() {
        String lines = "<a:b c:d/DO x=\"1;\\\"2\\\"\";y=\u00ff\u0000\n";
        ToolRun parsed = run("<a:b c:d/DO x=\"1;\\\"2\\\"\";y=\u00ff\n", "parse", "--latin1");
        ToolRun formatted = ToolRun.withInput(new EdMessage(), parsed.bytes(), "format", "--latin1");
        assertThat(new String(formatted.bytes(), StandardCharsets.ISO_8859_1)).isEqualTo(lines.replace("\0", ""));
    }

    @Test
    void stopsWhenTheOutputIsGone() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        InputStream endless = new InputStream() {
            private int count;

            @Override
            public int read() {
                return count++ % 3 == 2 ? '\n' : 'A';
            }

            @Override
            public int available() {
                return 1;
            }
        };
        int code = new EdMessage()
                .run(
                        new String[] {"parse"},
                        endless,
                        new PrintStream(gone),
                        new PrintStream(OutputStream.nullOutputStream()));
        assertThat(code).isEqualTo(74);
    }

    @Test
    void tellsThatTheInputBroke() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("no more");
            }
        };
        int code = new EdMessage()
                .run(
                        new String[] {"parse"},
                        broken,
                        new PrintStream(OutputStream.nullOutputStream()),
                        new PrintStream(OutputStream.nullOutputStream()));
        assertThat(code).isEqualTo(74);
    }
}
