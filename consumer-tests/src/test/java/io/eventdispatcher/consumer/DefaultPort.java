package io.eventdispatcher.consumer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The port of an application that configures nothing, which builds on one machine have to share: one after the other, and
 * after whoever else uses it.
 */
final class DefaultPort implements AutoCloseable {

    static final int PORT = 4040;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final FileChannel lock;

    private DefaultPort(FileChannel lock) {
        this.lock = lock;
    }

    static DefaultPort reserve() throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "eventdispatcher-port-" + PORT + ".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        DefaultPort reserved = new DefaultPort(channel);
        try {
            Awaitility.await("port " + PORT + " for this test")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> channel.tryLock() != null);
            Awaitility.await("port " + PORT + " to be free")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(DefaultPort::isFree);
            return reserved;
        } catch (RuntimeException e) {
            reserved.close();
            throw e;
        }
    }

    private static boolean isFree() {
        try (ServerSocket socket = new ServerSocket(PORT, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
