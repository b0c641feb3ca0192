package io.eventdispatcher.tools.command;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * {@code ed-sniff}: shows the messages that pass through a daemon, which the original only talks about.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class EdSniff implements Tool {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final String DROPPED = "dropped";

    private final Map<String, String> environment;
    private final ZoneId zone;

    /** With the environment of this process, and its time zone. */
    public EdSniff() {
        this(System.getenv(), ZoneId.systemDefault());
    }

    EdSniff(Map<String, String> environment, ZoneId zone) {
        this.environment = environment;
        this.zone = zone;
    }

    @Override
    public String name() {
        return "ed-sniff";
    }

    @Override
    public String purpose() {
        return "Shows the messages that pass through the daemon.";
    }

    @Override
    public CommandLine model() {
        return CommandRun.model(new Command(System.out));
    }

    @Override
    public int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return CommandRun.execute(CommandRun.model(new Command(out)), args, out, err);
    }

    @CommandLine.Command(
            name = "ed-sniff",
            description = {
                "Shows the messages that pass through the daemon of this machine, secrets as ***. The daemon shows them to"
                        + " operators over its Unix socket, when communicatord.tap.enabled=true.",
                "What comes faster than it is taken is left out, and the number told; the daemon does not wait."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:as many messages as asked for were shown, or time is up and no number was asked for",
                " 1:there is no daemon, or it ended",
                " 2:time was up before as many messages as asked for were shown",
                " 3:the daemon refused: the tap is off, or only for others",
                "64:command line not understood",
                "70:defect of the tool",
                "74:output not writable"
            })
    private final class Command implements Callable<Integer> {

        @Option(
                names = {"-a", "--address"},
                paramLabel = "URI",
                description = "Where the daemon listens: cd:///path or unix:. Without it its Unix socket.")
        private @Nullable String address;

        @Option(
                names = "--sender",
                paramLabel = "NAME[,NAME]",
                split = ",",
                description = "Only what these services sent; communicatord is the daemon.")
        private List<String> senders = List.of();

        @Option(
                names = "--service",
                paramLabel = "NAME[,NAME]",
                split = ",",
                description = "Only what is for these services; communicatord is the daemon.")
        private List<String> services = List.of();

        @Option(
                names = "--command",
                paramLabel = "NAME[,NAME]",
                split = ",",
                description = "Only messages with these commands.")
        private List<String> commands = List.of();

        @Option(names = "--json", description = "Write JSON objects: time, from, to, fate and text; or dropped.")
        private boolean json;

        @Option(names = "--count", paramLabel = "NUMBER", description = "End after so many messages.")
        private @Nullable Long count;

        @Option(names = "--timeout", paramLabel = "DURATION", description = "End after so long.")
        private @Nullable Duration timeout;

        private final PrintStream out;

        Command(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws ToolException {
            if (count != null && count < 1) {
                throw new ToolException(ExitCode.USAGE, "--count must be 1 or more");
            }
            try {
                return watch(DaemonSession.answering(address, environment));
            } catch (IllegalArgumentException e) {
                throw new ToolException(ExitCode.USAGE, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw SignalExchange.failed(e);
            }
        }

        private int watch(Endpoint endpoint) throws ToolException, IOException {
            String own = "ed_sniff_" + ProcessHandle.current().pid();
            Deadline watching = timeout == null ? Deadline.in(FOR_EVER) : Deadline.ofOption(timeout);
            Deadline connecting = timeout == null ? Deadline.in(CONNECT_TIMEOUT) : watching;
            try (DaemonSession daemon =
                    DaemonSession.open(endpoint, own, "HELP,INVALID,QUITTING,READY,STOP,UNKNOWN", connecting)) {
                begin(daemon);
                return show(daemon, watching);
            } catch (InvalidMessageException e) {
                throw new ToolException(ExitCode.FAILED, String.valueOf(e.getMessage()));
            }
        }

        private void begin(DaemonSession daemon) throws ToolException, IOException {
            MessageBuilder tap = Message.builder("TAP");
            filter(tap, "sender", senders);
            filter(tap, "service", services);
            filter(tap, "command", commands);
            daemon.send(tap.build());
            Message answer = daemon.receive();
            while (!answer.command().equals("TAPPING")) {
                if (answer.command().equals("INVALID") || answer.command().equals("UNKNOWN")) {
                    throw new ToolException(ExitCode.REFUSED, "refused: " + DaemonSession.words(answer));
                }
                answer = daemon.receive();
            }
        }

        private void filter(MessageBuilder tap, String name, List<String> values) {
            if (!values.isEmpty()) {
                tap.param(name, String.join(",", values));
            }
        }

        private int show(DaemonSession daemon, Deadline watching) throws ToolException, IOException {
            TappedLine lines = new TappedLine(json, zone);
            long shown = 0;
            while (count == null || shown < count) {
                Message line = daemon.receive(watching.left());
                if (line == null) {
                    return count == null ? ExitCode.OK : ExitCode.TIMED_OUT;
                }
                if (line.has(DROPPED) && line.command().startsWith("TAP")) {
                    print(lines.leftOut(line.integer(DROPPED)));
                }
                if (line.command().equals("TAPPED")) {
                    shown++;
                    print(lines.of(line));
                }
            }
            return ExitCode.OK;
        }

        private void print(String line) throws ToolException {
            out.print(line);
            if (out.checkError()) { // which also flushes: each line is seen at once
                throw new ToolException(ExitCode.INPUT_OUTPUT, "standard output cannot be written");
            }
        }
    }
}
