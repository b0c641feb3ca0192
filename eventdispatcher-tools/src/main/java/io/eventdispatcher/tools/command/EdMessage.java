package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.cli.Version;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * {@code ed-message}: turns messages into JSON objects and back, one a line; sends messages through the daemon.
 *
 * <p>Streaming: a line goes out before the next is needed, and only one is kept.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class EdMessage implements Tool {

    static final int DEFAULT_MAX_LINE_BYTES = 64 * 1024;

    /** With nothing. */
    public EdMessage() {}

    @Override
    public String name() {
        return "ed-message";
    }

    @Override
    public String purpose() {
        return "Turns messages into JSON and back, and sends them.";
    }

    @Override
    public CommandLine model() {
        return model(InputStream.nullInputStream(), System.out, System.err);
    }

    private static CommandLine model(InputStream in, PrintStream out, PrintStream err) {
        CommandLine line = CommandRun.model(new Command());
        line.addSubcommand(CommandRun.part(new Parse(in, out, err)));
        line.addSubcommand(CommandRun.part(new Format(in, out, err)));
        line.addSubcommand(CommandRun.part(new MessageSend(System.getenv(), out)));
        line.getCommandSpec().usageMessage().synopsisSubcommandLabel("(parse | format | send)");
        return line;
    }

    @Override
    public int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return CommandRun.execute(model(in, out, err), args, out, err);
    }

    @CommandLine.Command(
            name = "ed-message",
            description =
                    "Turns messages into JSON objects and back, one a line, and sends messages through the daemon.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:all input read, valid or not; send: answered or, with --no-reply, sent",
                " 1:with --strict: at least one line was not valid; send: not delivered, no daemon, message not valid",
                " 2:send: time is up",
                " 3:send: the daemon or the service refused (UNKNOWN, INVALID, ERROR)",
                "64:command line not understood",
                "70:defect of the tool",
                "74:input not readable, output not writable"
            })
    private static final class Command implements Callable<Integer> {

        @Override
        public Integer call() throws ToolException {
            throw new ToolException(ExitCode.USAGE, "'parse', 'format' or 'send' is needed; try 'ed-message --help'");
        }
    }

    /** Options of both directions. */
    private static final class LineOptions {

        @Option(
                names = "--latin1",
                description = "Characters of JSON strings are bytes (Latin-1), whatever they mean; without it they are"
                        + " text and the bytes UTF-8.")
        private boolean latin1;

        @Option(names = "--strict", description = "End with exit code 1 if a line was not valid, after reading all.")
        private boolean strict;

        @Option(
                names = "--max-line-bytes",
                paramLabel = "BYTES",
                description = "Longest line, default 65536; a longer one is not valid.")
        private int maxLineBytes = DEFAULT_MAX_LINE_BYTES;

        int maxLineBytes() throws ToolException {
            if (maxLineBytes < 1 || maxLineBytes > 1 << 30) {
                throw new ToolException(
                        ExitCode.USAGE, "--max-line-bytes must be from 1 to 1073741824: " + maxLineBytes);
            }
            return maxLineBytes;
        }
    }

    @CommandLine.Command(
            name = "parse",
            description = {
                "Reads one message per line from standard input, text or JSON form, and writes one JSON object per line:"
                        + " ok, sent_from_server, sent_from_service, server, service, command, parameters, text; of a"
                        + " line that is no message: ok (false) and error."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false)
    private static final class Parse implements Callable<Integer> {

        @CommandLine.Mixin
        private final LineOptions options = new LineOptions();

        private final InputStream in;
        private final PrintStream out;
        private final PrintStream err;

        Parse(InputStream in, PrintStream out, PrintStream err) {
            this.in = in;
            this.out = out;
            this.err = err;
        }

        @Override
        public Integer call() throws ToolException {
            ParsedLine lines = new ParsedLine(options.latin1);
            return new LinePipe(in, out, err, options.maxLineBytes(), options.strict).run(lines);
        }
    }

    @CommandLine.Command(
            name = "format",
            description = {
                "Reads one description of a message per line from standard input and writes the message, one per line: an"
                        + " empty line, and a word on standard error, for one that is not valid. A description is a"
                        + " JSON object as 'parse' writes it, a JSON object with the key 'in', or what that holds:"
                        + " fields separated by tabs, command=C, server=S, service=S, sfs=S (sending server), p:NAME=V,"
                        + " i:NAME=NUMBER, with \\xHH for a byte."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false)
    private static final class Format implements Callable<Integer> {

        @CommandLine.Mixin
        private final LineOptions options = new LineOptions();

        @Option(
                names = "--form",
                paramLabel = "wire|text|json",
                description = "wire (default): text, or JSON where old peers cannot read the text; text: text, also"
                        + " there; json: JSON.")
        private FormattedLine.Form form = FormattedLine.Form.WIRE;

        @Option(
                names = "--json",
                description = "Write JSON objects: ok and text; of a description that is not valid ok (false) and"
                        + " error.")
        private boolean json;

        private final InputStream in;
        private final PrintStream out;
        private final PrintStream err;

        Format(InputStream in, PrintStream out, PrintStream err) {
            this.in = in;
            this.out = out;
            this.err = err;
        }

        @Override
        public Integer call() throws ToolException {
            FormattedLine lines = new FormattedLine(options.latin1, form, json);
            return new LinePipe(in, out, err, options.maxLineBytes(), options.strict).run(lines);
        }
    }
}
