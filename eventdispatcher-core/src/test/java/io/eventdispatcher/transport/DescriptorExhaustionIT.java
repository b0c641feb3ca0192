package io.eventdispatcher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import io.eventdispatcher.transport.tcp.TcpTransportFactory;
import java.io.File;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A process that really runs out of descriptors while it listens. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs 'ulimit -n'")
class DescriptorExhaustionIT {

    @TempDir
    Path directory;

    @Test
    void theListenerNeitherSpinsNorDiesAndAcceptsAgain() throws Exception {
        File output = directory.resolve("output").toFile();
        Process child = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 128 && exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        classPath(Exhausted.class, ChannelAcceptor.class, LoggerFactory.class),
                        Exhausted.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
            assertThat(output).content().contains("result: failed=1 outages=1 fewTurns=true acceptedAfterwards=true");
        } finally {
            child.destroyForcibly();
        }
    }

    /**
     * Where these classes come from; the property {@code java.class.path} names only the launcher of some test runners.
     */
    private static String classPath(Class<?>... classes) {
        return Stream.of(classes)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The program of the child. */
    static final class Exhausted {

        private final EventLoop loop = EventLoop.open("child");
        private final List<StreamTransport> accepted = new ArrayList<>();
        private final List<SocketChannel> peers = new ArrayList<>();

        public static void main(String[] args) throws IOException {
            new Exhausted().run();
        }

        private void run() throws IOException {
            TcpTransportFactory factory = new TcpTransportFactory();
            Acceptor acceptor = factory.listen(Endpoint.parse("tcp://127.0.0.1:0"), ListenOptions.defaults());
            SocketAddress address = factory.resolve(acceptor.boundEndpoint()).get(0);
            acceptor.start(loop, "main", 100, accepted::add);
            loadClasses(acceptor, address);
            int before = accepted.size();

            connectUntilExhausted(address);
            int turns = 0;
            long start = loop.nanoTime();
            while (loop.nanoTime() - start < 500_000_000) {
                loop.runOnce(100_000_000);
                turns++;
            }
            AcceptorStatistics during = acceptor.statistics();

            // room for some of those who wait
            for (int i = 0; i < 10; i++) {
                peers.get(i).close();
            }
            long deadline = loop.nanoTime() + 20_000_000_000L;
            while (accepted.size() - before < 5 && loop.nanoTime() - deadline < 0) {
                loop.runOnce(100_000_000);
            }
            System.out.println("result: failed=" + during.failures() + " outages=" + during.outages() + " fewTurns="
                    + (turns < 100) + " acceptedAfterwards=" + (accepted.size() - before >= 5));
            System.exit(0);
        }

        /** Classes in directories need descriptors to be loaded, which is the test's problem and not the listener's. */
        private void loadClasses(Acceptor acceptor, SocketAddress address) throws IOException {
            SocketChannel.open(address).close();
            TimerHandle timer = loop.schedule("warm-up", Schedule.after(Duration.ZERO), () -> {});
            for (int i = 0; i < 50 && accepted.isEmpty(); i++) {
                loop.runOnce(100_000_000);
            }
            timer.cancel();
            acceptor.statistics();
            LoggerFactory.getLogger(ChannelAcceptor.class).warn("warm-up {} {} {}", 1, 2, 3);
        }

        private void connectUntilExhausted(SocketAddress address) {
            try {
                while (true) {
                    peers.add(SocketChannel.open(address));
                }
            } catch (IOException e) {
                System.out.println("exhausted after " + peers.size() + " peers: " + e.getMessage());
            }
        }
    }
}
