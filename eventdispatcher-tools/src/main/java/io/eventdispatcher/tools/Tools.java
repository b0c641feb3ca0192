package io.eventdispatcher.tools;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.TerminalText;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.cli.Version;
import io.eventdispatcher.tools.command.ClusterStatus;
import io.eventdispatcher.tools.command.EdConsole;
import io.eventdispatcher.tools.command.EdMessage;
import io.eventdispatcher.tools.command.EdSignal;
import io.eventdispatcher.tools.command.EdSniff;
import io.eventdispatcher.tools.command.EdStop;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The runnable jar: {@code java -jar eventdispatcher-tools.jar ed-signal …}, the name of the tool first.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class Tools {

    private static final Map<String, Supplier<Tool>> TOOLS = new TreeMap<>(Map.of(
            "ed-signal", EdSignal::new,
            "ed-stop", EdStop::new,
            "ed-message", EdMessage::new,
            "ed-console", EdConsole::new,
            "ed-sniff", EdSniff::new,
            "cluster-status", ClusterStatus::new));

    private Tools() {}

    /**
     * Runs a tool and ends the process with its exit code.
     *
     * @param args name of the tool, then its arguments
     */
    public static void main(String[] args) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int code = run(args, in, out, err);
        if (out.checkError() && code == ExitCode.OK) {
            code = ExitCode.INPUT_OUTPUT;
        }
        err.flush();
        System.exit(code);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        OutputStream bytes = new FileOutputStream(descriptor);
        return new PrintStream(new BufferedOutputStream(bytes, 1 << 16), false, StandardCharsets.UTF_8);
    }

    /**
     * Runs a tool.
     *
     * @param args name of the tool, then its arguments
     * @param in standard input
     * @param out standard output
     * @param err standard error
     * @return one of {@link ExitCode}
     */
    public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        String name = args.length == 0 ? "" : args[0];
        Supplier<Tool> tool = TOOLS.get(name);
        if (tool != null) {
            return tool.get().run(Arrays.copyOfRange(args, 1, args.length), in, out, err);
        }
        return switch (name) {
            case "--help", "-h", "help" -> {
                usage(out);
                yield ExitCode.OK;
            }
            case "--version", "-V" -> version(out, err);
            default -> {
                err.println(
                        name.isEmpty()
                                ? "eventdispatcher-tools: the name of a tool is needed"
                                : "eventdispatcher-tools: no such tool: '" + TerminalText.safe(name) + "'");
                usage(err);
                yield ExitCode.USAGE;
            }
        };
    }

    private static int version(PrintStream out, PrintStream err) {
        try {
            out.println(new Version().getVersion()[0]);
            return ExitCode.OK;
        } catch (IOException e) {
            err.println("eventdispatcher-tools: " + e.getMessage());
            return ExitCode.INTERNAL;
        }
    }

    private static void usage(PrintStream target) {
        target.println("Usage: java -jar eventdispatcher-tools.jar TOOL [ARGUMENTS]");
        TOOLS.forEach(
                (name, tool) -> target.printf("  %-16s%s%n", name, tool.get().purpose()));
        target.println("Each has --help, and 'TOOL generate-completion' prints a completion script for bash and zsh.");
    }
}
