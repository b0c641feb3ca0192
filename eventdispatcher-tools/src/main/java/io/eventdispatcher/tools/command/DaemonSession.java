package io.eventdispatcher.tools.command;

import io.eventdispatcher.client.BlockingClient;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.TerminalText;
import io.eventdispatcher.tools.cli.ToolException;
import io.eventdispatcher.tools.console.LifeSign;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool as a service of the daemon communicatord, for as long as one question takes.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class DaemonSession implements AutoCloseable {

    private static final String SOCKET = "communicatord.sock";
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private final BlockingClient client;
    private final Deadline deadline;
    private final MessageDecoder decoder = new MessageDecoder(MessageLimits.defaults());

    private DaemonSession(BlockingClient client, Deadline deadline) {
        this.client = client;
        this.deadline = deadline;
    }

    /**
     * Where the daemon listens.
     *
     * @param address the option {@code --address}; null where the daemon of this machine does by itself
     * @param environment variables
     * @throws IllegalArgumentException if the address is none
     */
    static Endpoint at(@Nullable String address, Map<String, String> environment) {
        return address == null ? usual(environment) : Endpoint.parse(address);
    }

    /**
     * As {@link #at}, for who waits for answers.
     *
     * @param address the option {@code --address}; null where the daemon of this machine does by itself
     * @param environment variables
     * @throws IllegalArgumentException if the address is none, or one of datagrams
     */
    static Endpoint answering(@Nullable String address, Map<String, String> environment) {
        Endpoint endpoint = at(address, environment);
        if (SignalTransport.isDatagram(endpoint)) {
            throw new IllegalArgumentException(
                    "datagrams are never answered: address=" + endpoint + "; use cd:, tcp:, tls: or unix:");
        }
        return endpoint;
    }

    /**
     * Where the daemon of this machine listens, as it decides itself.
     *
     * @param environment variables
     * @return the Unix socket that is there, else TCP
     */
    static Endpoint usual(Map<String, String> environment) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        Path[] places = {
            Path.of("/run/communicator", SOCKET),
            runtime == null || runtime.isBlank()
                    ? Path.of("/run/communicator", SOCKET)
                    : Path.of(runtime, "communicator", SOCKET),
            Path.of(
                    System.getProperty("java.io.tmpdir", "/tmp"),
                    "communicator-" + System.getProperty("user.name", "nobody"),
                    SOCKET)
        };
        for (Path each : places) {
            if (Files.exists(each)) {
                return Endpoint.parse("unix:" + each);
            }
        }
        return Endpoint.parse("tcp://127.0.0.1:4040");
    }

    /**
     * Connects and registers.
     *
     * @param endpoint of the daemon
     * @param name to register
     * @param commands to announce, separated by commas
     * @param deadline of everything
     * @throws ToolException if the daemon refuses the name, or says nothing
     * @throws IOException if there is no connection
     */
    static DaemonSession open(Endpoint endpoint, String name, String commands, Deadline deadline)
            throws ToolException, IOException {
        DaemonSession session = new DaemonSession(BlockingClient.open(endpoint, deadline.left()), deadline);
        try {
            session.send(Message.builder("REGISTER")
                    .param("service", name)
                    .param("version", 1)
                    .build());
            Message line = session.receive();
            while (!line.command().equals("READY")) {
                if (line.command().equals("INVALID")) {
                    throw new ToolException(
                            ExitCode.REFUSED, "refused by the daemon at " + endpoint + ": " + words(line));
                }
                line = session.receive();
            }
            session.send(Message.builder("COMMANDS").param("list", commands).build());
            return session;
        } catch (ToolException | IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** What a message says, fit for a terminal. */
    static String words(Message message) {
        return TerminalText.safe(message.toText());
    }

    void send(Message message) throws IOException {
        client.send(message, deadline.left());
    }

    /**
     * Waits for the next message.
     *
     * @throws ToolException if nothing comes in time
     * @throws IOException if the connection ends
     */
    Message receive() throws ToolException, IOException {
        Message message = null;
        while (message == null) {
            byte[] line = client.receive(deadline.left());
            if (line == null) {
                throw new ToolException(
                        ExitCode.TIMED_OUT,
                        "no answer from " + client.endpoint() + " within " + SignalExchange.words(deadline.total()));
            }
            message = wanted(line);
        }
        return message;
    }

    /** A message for the tool; null if it is none, or the daemon only asks whether the tool is still there. */
    private @Nullable Message wanted(byte[] line) throws IOException {
        Message message = decoder.decode(line, 0, line.length);
        Message lifeSign = message == null ? null : LifeSign.answerTo(message);
        if (lifeSign == null) {
            return message;
        }
        client.send(lifeSign, ANSWER_TIMEOUT);
        return null;
    }

    /**
     * Waits for the next message, for as long as is said, whatever the deadline.
     *
     * @param time positive
     * @return null when nothing came in that time
     * @throws IOException if the connection ends
     */
    @Nullable
    Message receive(Duration time) throws IOException {
        Deadline until = Deadline.in(time);
        while (true) {
            byte[] line = client.receive(until.left());
            if (line == null) {
                return null;
            }
            Message message = wanted(line);
            if (message != null) {
                return message;
            }
        }
    }

    /** Where the daemon is. */
    Endpoint endpoint() {
        return client.endpoint();
    }

    /**
     * Takes leave, and waits until the daemon has read everything.
     *
     * @param name as registered
     * @param wanted a command
     * @return the first message with this command that came before the end, or null
     */
    @Nullable
    Message leave(String name, String wanted) throws ToolException, IOException {
        send(Message.builder("UNREGISTER").param("service", name).build());
        Message found = null;
        try {
            while (true) {
                Message line = receive();
                found = found == null && line.command().equals(wanted) ? line : found;
            }
        } catch (EOFException end) {
            return found;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
