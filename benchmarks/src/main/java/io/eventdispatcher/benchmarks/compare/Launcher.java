package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts servers and the generator, each on its own core where that is possible.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Launcher {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String LOOPBACK = "127.0.0.1";

    private final CompareOptions options;
    private final Path scratch;
    private final Optional<Path> reference;
    private final Certificate certificate;
    private final boolean pinned;

    /**
     * Prepares it.
     *
     * @param scratch a folder for sockets
     * @param reference the compiled C server, if there is one
     */
    Launcher(CompareOptions options, Path scratch, Optional<Path> reference, Certificate certificate) {
        this.options = options;
        this.scratch = scratch;
        this.reference = reference;
        this.certificate = certificate;
        this.pinned = Runtime.getRuntime().availableProcessors() >= 2
                && Programs.find("taskset").isPresent();
    }

    boolean isPinned() {
        return pinned;
    }

    /** Starts a server and waits until it listens. */
    RunningServer server(Contender contender, Transport transport)
            throws IOException, InterruptedException, TrialFailedException {
        return contender.isNative() ? startReference(transport) : startJava(contender, transport);
    }

    private RunningServer startJava(Contender contender, Transport transport)
            throws IOException, InterruptedException, TrialFailedException {
        List<String> command = java(0, options.serverJvm(), contender.mainClass());
        Path socket = scratch.resolve("server.sock");
        Files.deleteIfExists(socket);
        command.add(
                switch (transport) {
                    case TCP -> "tcp://" + LOOPBACK + ":0";
                    case UNIX -> "unix://" + socket;
                    case TLS -> "tls://" + LOOPBACK + ":0";
                });
        command.addAll(contender.arguments());
        if (transport == Transport.TLS) {
            command.addAll(List.of("--certificate", certificate.chain().toString()));
            command.addAll(List.of("--key", certificate.key().toString()));
        }
        ChildProcess process = ChildProcess.start(command);
        try {
            return new RunningServer(process, process.await("LISTENING ", START_LIMIT), true);
        } catch (TrialFailedException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    private RunningServer startReference(Transport transport)
            throws IOException, InterruptedException, TrialFailedException {
        Path program = reference.orElseThrow(() -> new TrialFailedException("not compiled"));
        Path socket = scratch.resolve("reference.sock");
        int port = freePort();
        boolean unix = transport == Transport.UNIX;
        List<String> command = pin(0);
        command.add(program.toString());
        command.add(unix ? socket.toString() : Integer.toString(port));
        ChildProcess process = ChildProcess.start(command);
        try {
            awaitListening(process, unix ? UnixDomainSocketAddress.of(socket) : new InetSocketAddress(LOOPBACK, port));
            return new RunningServer(process, unix ? "unix://" + socket : "tcp://" + LOOPBACK + ":" + port, false);
        } catch (TrialFailedException | InterruptedException e) {
            process.destroy();
            process.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(ChildProcess process, SocketAddress address)
            throws InterruptedException, TrialFailedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                SocketChannel.open(address).close();
                return;
            } catch (IOException e) {
                if (process.endsWithin(PAUSE)) {
                    throw new TrialFailedException("ended before it listened");
                }
            }
        }
        throw new TrialFailedException("does not listen within " + START_LIMIT.toSeconds() + " s");
    }

    /** Starts the generator. */
    ChildProcess generator(RunningServer server, List<String> arguments) throws IOException {
        List<String> command = java(1, options.generatorJvm(), "io.eventdispatcher.benchmarks.load.Load");
        command.add(server.uri());
        command.addAll(arguments);
        command.add("--progress");
        command.add("--server-pid=" + server.process().pid());
        return ChildProcess.start(command);
    }

    private List<String> java(int core, List<String> flags, String mainClass) {
        List<String> command = pin(core);
        command.add(options.java().resolve("bin").resolve("java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return command;
    }

    private List<String> pin(int core) {
        List<String> command = new ArrayList<>();
        if (pinned) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        return command;
    }
}
