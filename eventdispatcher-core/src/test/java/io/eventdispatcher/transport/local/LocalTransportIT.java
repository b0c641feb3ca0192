package io.eventdispatcher.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.testing.StreamPair.End;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalTransportIT {

    private static final int BYTES = 32 * 1024 * 1024;

    private final LocalTransportFactory factory = new LocalTransportFactory();

    @Test
    void bytesArriveWholeAndInOrderAcrossTwoLoops() throws Exception {
        byte[] bytes = new byte[BYTES];
        new Random(7).nextBytes(bytes);
        EventLoop serverLoop = EventLoop.open("server");
        EventLoop clientLoop = EventLoop.open("client");
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        Acceptor acceptor = factory.listen(Endpoint.parse("local:two-loops"), ListenOptions.defaults());
        try (LoopThread server = LoopThread.start(serverLoop);
                LoopThread client = LoopThread.start(clientLoop)) {
            server.loop()
                    .execute(() -> unchecked(() -> acceptor.start(serverLoop, "listener", 100, stream -> {
                        End end = new End();
                        end.onReadable = () -> {
                            end.readAll();
                            if (end.ended) {
                                stream.close();
                                received.complete(end.received.toByteArray());
                            }
                        };
                        unchecked(() -> end.attach(stream, "server"));
                    })));
            client.loop()
                    .execute(() -> factory.connect(
                            clientLoop,
                            new LocalAddress("two-loops", 0),
                            TransportOptions.defaults(),
                            new Sender(bytes)));
            assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(bytes);
            acceptor.close();
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends everything, then closes. */
    private static final class Sender implements ConnectHandler {
        private final byte[] bytes;

        private Sender(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void onConnected(StreamTransport stream) {
            End end = new End();
            unchecked(() -> end.attach(stream, "client"));
            Runnable write = end.onWritable;
            end.onWritable = () -> {
                write.run();
                if (!end.pending.hasRemaining()) {
                    stream.close();
                }
            };
            end.send(bytes);
        }

        @Override
        public void onConnectFailed(IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
