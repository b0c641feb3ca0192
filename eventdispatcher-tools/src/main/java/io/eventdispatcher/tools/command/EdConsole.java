package io.eventdispatcher.tools.command;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.cli.Version;
import io.eventdispatcher.tools.console.Completion;
import io.eventdispatcher.tools.console.Conversation;
import io.eventdispatcher.tools.console.Script;
import io.eventdispatcher.tools.console.TerminalConsole;
import io.eventdispatcher.tools.console.TypedLines;
import io.eventdispatcher.tools.console.Vocabulary;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * {@code ed-console}: messages typed by hand, or by a script.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class EdConsole implements Tool {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_SETTLE = Duration.ofSeconds(1);

    private final Map<String, String> environment;
    private final Supplier<@Nullable Terminal> terminals;

    /** With the environment and the terminal of this process, if it has one. */
    public EdConsole() {
        this(System.getenv(), EdConsole::systemTerminal);
    }

    /**
     * With another terminal.
     *
     * @param environment variables
     * @param terminals gives the terminal; null = lines come from a script
     */
    EdConsole(Map<String, String> environment, Supplier<@Nullable Terminal> terminals) {
        this.environment = environment;
        this.terminals = terminals;
    }

    private static @Nullable Terminal systemTerminal() {
        try {
            Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build();
            if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                return terminal;
            }
            terminal.close();
            return null;
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }

    @Override
    public String name() {
        return "ed-console";
    }

    @Override
    public String purpose() {
        return "Sends messages typed by hand or by a script, and shows what arrives.";
    }

    @Override
    public CommandLine model() {
        return CommandRun.model(new Command(System.in, System.out, System.err));
    }

    @Override
    public int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return CommandRun.execute(CommandRun.model(new Command(in, out, err)), args, out, err);
    }

    /** Whether an address names a daemon: by its scheme, or because it is the usual one. */
    private static boolean isDaemon(@Nullable String address) {
        return address == null || address.toLowerCase(Locale.ROOT).matches("(cd|sc)[su]?:.*");
    }

    @CommandLine.Command(
            name = "ed-console",
            description = {
                "Connects, sends the messages that are typed, and shows what arrives. With a daemon it registers as a"
                        + " service. It connects again by itself; what is typed meanwhile waits.",
                "When standard input is no terminal its lines are sent, messages go to standard output and everything else"
                        + " to standard error."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:ended by the user; of a script: everything was sent",
                " 1:of a script: no connection, a line was no message, or not everything was sent",
                " 2:of a script: no connection in time",
                " 3:of a script: the daemon refused the registration",
                "64:command line not understood",
                "70:defect of the tool",
                "74:input not readable, output not writable"
            })
    private final class Command implements Callable<Integer> {

        @Option(
                names = {"-a", "--address"},
                paramLabel = "URI",
                description =
                        "Where to connect: cd:///path, cd://host:port, unix:, tcp:, tls: or udp:. Without it the daemon of"
                                + " this machine.")
        private @Nullable String address;

        @Option(
                names = "--as",
                paramLabel = "NAME",
                description = "Name to register with a daemon; also for addresses that do not say that there is one."
                        + " Without it ed_console_ and a number.")
        private @Nullable String name;

        @Option(names = "--no-register", description = "Do not register, although it is a daemon.")
        private boolean anonymous;

        @Option(
                names = "--history",
                paramLabel = "FILE",
                description = "Where lines typed at a terminal are kept. Without it"
                        + " eventdispatcher/ed-console.history in $XDG_STATE_HOME or ~/.local/state.")
        private @Nullable Path history;

        @Option(names = "--no-history", description = "Keep no lines.")
        private boolean noHistory;

        @Option(
                names = "--settle",
                paramLabel = "DURATION",
                description = "Of a script: end when nothing has arrived for so long after the last line, default 1s.")
        private Duration settle = DEFAULT_SETTLE;

        @Option(
                names = "--timeout",
                paramLabel = "DURATION",
                description = "Of a script: for connecting, and for sending what is left at the end, default 10s.")
        private Duration timeout = DEFAULT_TIMEOUT;

        @Option(
                names = "--ca",
                paramLabel = "FILE",
                description = "Trusted certificates, PEM; without it those of the Java runtime.")
        private @Nullable Path ca;

        @Option(names = "--cert", paramLabel = "FILE", description = "Own certificate chain, PEM; with --key.")
        private @Nullable Path cert;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "Private key of --cert, PEM, PKCS #8, not encrypted.")
        private @Nullable Path key;

        @Option(
                names = "--tls-name",
                paramLabel = "NAME",
                description = "Name the certificate of the server must have, in place of the host.")
        private @Nullable String tlsName;

        private final InputStream in;
        private final PrintStream out;
        private final PrintStream err;

        Command(InputStream in, PrintStream out, PrintStream err) {
            this.in = in;
            this.out = out;
            this.err = err;
        }

        @Override
        public Integer call() throws ToolException, InterruptedException {
            if (timeout.isZero() || timeout.isNegative() || settle.isNegative()) {
                throw new ToolException(ExitCode.USAGE, "--timeout must be longer than 0, --settle not negative");
            }
            try (Terminal terminal = terminals.get()) {
                Endpoint endpoint = DaemonSession.at(address, environment);
                Conversation.Settings settings = new Conversation.Settings(
                        endpoint, transports(endpoint), registration(), terminal != null, terminal != null);
                return terminal == null ? script(settings) : typed(settings, terminal);
            } catch (IllegalArgumentException e) {
                throw new ToolException(ExitCode.USAGE, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new ToolException(ExitCode.INPUT_OUTPUT, String.valueOf(e.getMessage()));
            }
        }

        private @Nullable String registration() {
            if (anonymous || name == null && !isDaemon(address)) {
                return null;
            }
            return name == null ? "ed_console_" + ProcessHandle.current().pid() : name;
        }

        private TransportOptions transports(Endpoint endpoint) throws ToolException {
            SignalOptions options = new SignalOptions();
            options.ca = ca;
            options.cert = cert;
            options.key = key;
            options.tlsName = tlsName;
            options.timeout = timeout;
            return SignalTransport.options(SignalSettings.of(options), endpoint);
        }

        private int script(Conversation.Settings settings) throws IOException, InterruptedException {
            Script script = new Script(in, out, err);
            Vocabulary vocabulary = new Vocabulary();
            try (Conversation conversation = Conversation.begin(settings, script, vocabulary)) {
                return script.run(conversation, new TypedLines(conversation, vocabulary, script), timeout, settle);
            }
        }

        private int typed(Conversation.Settings settings, Terminal terminal) throws IOException {
            TerminalConsole console = new TerminalConsole(terminal, noHistory ? null : historyFile());
            Vocabulary vocabulary = new Vocabulary();
            try (Conversation conversation = Conversation.begin(settings, console, vocabulary)) {
                TypedLines lines = new TypedLines(conversation, vocabulary, console);
                console.run(lines::take, new Completion(vocabulary, conversation));
                return ExitCode.OK;
            }
        }

        private Path historyFile() {
            Path given = history;
            if (given != null) {
                return given;
            }
            String state = environment.get("XDG_STATE_HOME");
            Path folder = state == null || state.isBlank()
                    ? Path.of(System.getProperty("user.home", "."), ".local", "state")
                    : Path.of(state);
            return folder.resolve("eventdispatcher").resolve("ed-console.history");
        }
    }
}
