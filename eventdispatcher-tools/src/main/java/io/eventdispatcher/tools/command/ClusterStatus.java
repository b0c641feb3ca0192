package io.eventdispatcher.tools.command;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * {@code cluster-status}: whether enough machines are there. That of the original always fails.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class ClusterStatus implements Tool {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final String COMMANDS =
            "CLUSTER_COMPLETE,CLUSTER_DOWN,CLUSTER_INCOMPLETE,CLUSTER_UP,HELP,INVALID,QUITTING,READY,STOP,UNKNOWN";

    private final Map<String, String> environment;

    /** With the environment of this process. */
    public ClusterStatus() {
        this(System.getenv());
    }

    ClusterStatus(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "cluster-status";
    }

    @Override
    public String purpose() {
        return "Tells whether enough machines of the cluster are there.";
    }

    @Override
    public CommandLine model() {
        return CommandRun.model(new Command(System.out));
    }

    @Override
    public int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return CommandRun.execute(CommandRun.model(new Command(out)), args, out, err);
    }

    /** Daemons of the original do not say over their Unix socket whether all are there: {@code ALIVE} tells when no more comes. */
    private int ask(Endpoint endpoint, Deadline deadline, PrintStream out) throws ToolException, IOException {
        String name = "cluster_status_" + ProcessHandle.current().pid();
        try (DaemonSession daemon = DaemonSession.open(endpoint, name, COMMANDS, deadline)) {
            daemon.send(Message.of("CLUSTER_STATUS"));
            daemon.send(Message.of("ALIVE"));
            String status = null;
            String complete = null;
            long total = 0;
            while (status == null || complete == null) {
                Message line = daemon.receive();
                switch (line.command()) {
                    case "CLUSTER_UP", "CLUSTER_DOWN" -> status = line.command().equals("CLUSTER_UP") ? "up" : "down";
                    case "CLUSTER_COMPLETE", "CLUSTER_INCOMPLETE" ->
                        complete = line.command().equals("CLUSTER_COMPLETE") ? "yes" : "no";
                    case "INVALID", "UNKNOWN" ->
                        throw new ToolException(ExitCode.REFUSED, "refused: " + DaemonSession.words(line));
                    default -> {
                        if (status != null && line.command().equals("ABSOLUTELY")) {
                            complete = "unknown";
                        }
                        continue;
                    }
                }
                total = line.integer("neighbors_count");
            }
            out.println("status: " + status);
            out.println("complete: " + complete);
            out.println("computers: " + total);
            out.println("quorum: " + (total / 2 + 1));
            return status.equals("up") ? ExitCode.OK : ExitCode.FAILED;
        } catch (InvalidMessageException e) {
            throw new ToolException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    @CommandLine.Command(
            name = "cluster-status",
            description = "Asks the daemon of this machine whether enough machines of the cluster are there.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:the cluster is up",
                " 1:the cluster is down, or there is no daemon",
                " 2:time is up",
                " 3:the daemon refused",
                "64:command line not understood",
                "70:defect of the tool"
            })
    private final class Command implements Callable<Integer> {

        @Option(
                names = {"-a", "--address"},
                paramLabel = "URI",
                description =
                        "Where the daemon listens: cd:///path, cd://host:port, unix:, tcp: or tls:. Without it its"
                                + " Unix socket if there is one, else 127.0.0.1:4040.")
        private @Nullable String address;

        @Option(names = "--timeout", paramLabel = "DURATION", description = "For everything together, default 10s.")
        private Duration timeout = DEFAULT_TIMEOUT;

        private final PrintStream out;

        Command(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() throws ToolException {
            try {
                return ask(DaemonSession.answering(address, environment), Deadline.ofOption(timeout), out);
            } catch (IllegalArgumentException e) {
                throw new ToolException(ExitCode.USAGE, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw SignalExchange.failed(e);
            }
        }
    }
}
