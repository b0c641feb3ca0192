package io.eventdispatcher.tools;

import io.eventdispatcher.tools.cli.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a tool did when it was run inside this process. */
public record ToolRun(int code, byte[] bytes, String err) {

    public String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static ToolRun of(Tool tool, String... args) {
        return withInput(tool, new byte[0], args);
    }

    public static ToolRun withInput(Tool tool, byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = tool.run(
                args,
                new ByteArrayInputStream(input),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        return new ToolRun(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }
}
