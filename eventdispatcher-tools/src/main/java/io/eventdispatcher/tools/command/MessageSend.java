package io.eventdispatcher.tools.command;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.message.MessageFormatException;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.cli.Version;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ed-message send}: sends one message through the daemon and prints the answer.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
@CommandLine.Command(
        name = "send",
        description = {
            "Sends one message to a service through the daemon communicatord, as a service itself, and prints the answer.",
            "Unless the message says otherwise it does not wait for a service that is not there: cache=no and"
                    + " transmission_report=failure are added."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class MessageSend implements Callable<Integer> {

    private static final Set<String> REFUSALS = Set.of("UNKNOWN", "INVALID", "ERROR");
    private static final Set<String> FAILURES = Set.of("TRANSMISSION_REPORT", "SERVICE_UNAVAILABLE");

    /** What the daemon tells on its own. */
    private static final Set<String> NEWS = Set.of("HELP", "READY", "STATUS");

    @Option(
            names = {"-a", "--address"},
            paramLabel = "URI",
            description =
                    "Where the daemon listens: cd:///path, cd://host:port, unix:, tcp: or tls:. Without it its Unix"
                            + " socket if there is one, else 127.0.0.1:4040.")
    private @Nullable String address;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Name to register as, and so the sender of the message. Without it ed_message_ and a number.")
    private @Nullable String name;

    @Option(
            names = "--no-reply",
            description = "Do not wait for an answer, only for the daemon to have read the message.")
    private boolean noReply;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "For connecting, sending and the answer together, default 10s.")
    private Duration timeout = EdSignal.DEFAULT_TIMEOUT;

    @Parameters(paramLabel = "MESSAGE", description = "The message: [[server:]service/]COMMAND [name=value;...].")
    private String text = "";

    private final Map<String, String> environment;
    private final PrintStream out;

    MessageSend(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    @Override
    public Integer call() throws ToolException {
        try {
            Deadline deadline = Deadline.ofOption(timeout);
            return exchange(DaemonSession.answering(address, environment), message(), deadline);
        } catch (MessageFormatException e) {
            throw new ToolException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new ToolException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw SignalExchange.failed(e);
        }
    }

    private Message message() {
        Message given = Message.parse(text);
        MessageBuilder builder = given.toBuilder();
        if (!given.has("cache")) {
            builder.param("cache", "no");
        }
        if (!given.has("transmission_report")) {
            builder.param("transmission_report", "failure");
        }
        return builder.build();
    }

    private int exchange(Endpoint endpoint, Message message, Deadline deadline) throws ToolException, IOException {
        String own = name == null ? "ed_message_" + ProcessHandle.current().pid() : name;
        try (DaemonSession daemon =
                DaemonSession.open(endpoint, own, "HELP,INVALID,QUITTING,READY,STOP,UNKNOWN", deadline)) {
            daemon.send(message);
            if (noReply) {
                Message failure = daemon.leave(own, "TRANSMISSION_REPORT");
                return failure == null ? ExitCode.OK : result(failure);
            }
            Message line = daemon.receive();
            while (NEWS.contains(line.command()) || isStillOnItsWay(line)) {
                line = daemon.receive();
            }
            return result(line);
        }
    }

    /** The daemon keeps it; an answer may still come. */
    private static boolean isStillOnItsWay(Message line) {
        return line.command().equals("TRANSMISSION_REPORT") && "cached".equals(line.param("status"));
    }

    private int result(Message line) throws ToolException {
        if (isStillOnItsWay(line)) {
            return ExitCode.OK;
        }
        if (FAILURES.contains(line.command())) {
            throw new ToolException(ExitCode.FAILED, "not delivered: " + DaemonSession.words(line));
        }
        out.println(DaemonSession.words(line));
        return REFUSALS.contains(line.command()) ? ExitCode.REFUSED : ExitCode.OK;
    }
}
