package io.eventdispatcher.tools.command;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.HostName;
import io.eventdispatcher.tools.cli.TerminalText;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.cli.Version;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * {@code ed-signal}: sends one message.
 *
 * <p>Options and defaults are the original's (section 7.1 of its description). Differs from it in that nothing waits
 * for ever, a datagram that could not be sent is a failure, host names that are no server names are made some, and
 * without {@code --reply} a stream is closed in both directions before the tool ends, in place of waiting for any line.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class EdSignal implements Tool {

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration DEFAULT_SETTLE = Duration.ofMillis(500);

    private final Map<String, String> environment;
    private final Path file;
    private final String host;

    /** With the environment and files of this process. */
    public EdSignal() {
        this(System.getenv(), Path.of("/etc/eventdispatcher/ed-signal.conf"), HostName.ofSystem());
    }

    EdSignal(Map<String, String> environment, Path file, String host) {
        this.environment = environment;
        this.file = file;
        this.host = host;
    }

    @Override
    public String name() {
        return "ed-signal";
    }

    @Override
    public String purpose() {
        return "Sends one message.";
    }

    @Override
    public CommandLine model() {
        return CommandRun.model(new Command(System.out, System.err));
    }

    @Override
    public int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return CommandRun.execute(CommandRun.model(new Command(out, err)), args, out, err);
    }

    private int signal(SignalSettings settings, PrintStream out, PrintStream err) throws ToolException {
        boolean reply = settings.isOn(options -> options.reply);
        boolean json = settings.first(options -> options.format) == SignalOptions.Format.JSON;
        Trace trace = new Trace(settings.isOn(options -> options.trace) ? err : null);
        Deadline deadline = Deadline.ofOption(settings.first(options -> options.timeout, DEFAULT_TIMEOUT));
        Endpoint endpoint = SignalTarget.of(settings);
        boolean datagram = SignalTransport.isDatagram(endpoint);
        Message message = SignalMessage.build(settings, datagram, HostName.asServerName(host), err);
        ByteSource wire = json ? SignalMessage.json(message) : message;
        TransportOptions transport = SignalTransport.options(settings, endpoint);
        try (BlockingClient client = BlockingClient.open(
                endpoint, deadline.left(), BlockingClient.defaultOptions(), transport, Transports.standard())) {
            trace.say("connected to " + endpoint);
            SignalExchange exchange = new SignalExchange(client, deadline, message, trace);
            exchange.send(message, wire);
            if (reply) {
                SignalExchange.Line line = exchange.reply(settings.first(options -> options.settle, DEFAULT_SETTLE));
                out.println(printed(line, json));
                return line.isRefusal(new ReplyMatch(message)) ? ExitCode.REFUSED : ExitCode.OK;
            }
            SignalExchange.Line refusal = datagram ? null : exchange.finish();
            if (refusal != null) {
                throw new ToolException(ExitCode.REFUSED, "refused by " + endpoint + ": " + printed(refusal, false));
            }
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new ToolException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw SignalExchange.failed(e);
        }
    }

    private static String printed(SignalExchange.Line line, boolean json) {
        Message message = line.message();
        return json && message != null
                ? message.toJson()
                : TerminalText.safe(new String(line.bytes(), StandardCharsets.UTF_8));
    }

    @CommandLine.Command(
            name = "ed-signal",
            description = "Sends one message to a service and, when asked, prints its reply.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            footerHeading = "%nEnvironment and files:%n",
            footer = {
                "Options may also stand in the environment variable ED_SIGNAL, written as on the command line, and in"
                        + " /etc/eventdispatcher/ed-signal.conf as lines like 'host=127.0.0.1:4041'. The command line"
                        + " wins, then the variable.",
                "",
                "Example: ed-signal --type tcp --host 127.0.0.1:3001 --reply --message ADD --param a=2 b=3"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:sent; with --reply, answered",
                " 1:not done: message not valid, no connection, connection broken, not sent",
                " 2:time is up",
                " 3:the peer refused the message (UNKNOWN, INVALID, ERROR)",
                "64:command line not understood",
                "70:defect of the tool"
            })
    private final class Command implements Callable<Integer> {

        @CommandLine.Mixin
        private final SignalOptions options = new SignalOptions();

        private final PrintStream out;
        private final PrintStream err;

        Command(PrintStream out, PrintStream err) {
            this.out = out;
            this.err = err;
        }

        @Override
        public Integer call() throws ToolException {
            return signal(SignalSettings.read(options, environment, file), out, err);
        }
    }
}
