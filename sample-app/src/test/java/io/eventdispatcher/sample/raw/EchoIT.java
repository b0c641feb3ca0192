package io.eventdispatcher.sample.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.raw.RawChannel;
import io.eventdispatcher.server.Listener;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both echo servers, the raw one and the one with a framing, must do the same. */
class EchoIT {

    @Nested
    class Raw extends Echo {
        private RawChannel server;

        @Override
        int start(EventLoop loop) throws Exception {
            ServerSocketChannel bound = ServerSocketChannel.open();
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server = onLoop(loop, () -> RawEcho.serve(loop, bound));
            return bound.socket().getLocalPort();
        }

        @Override
        void stop() {
            server.close();
        }
    }

    @Nested
    class Framed extends Echo {
        private Listener server;

        @Override
        int start(EventLoop loop) throws Exception {
            server = onLoop(loop, () -> FramedEcho.serve(loop, "tcp://127.0.0.1:0"));
            return URI.create(server.endpoint().toString()).getPort();
        }

        @Override
        void stop() {
            server.stop(Duration.ofSeconds(1)).join();
        }
    }

    static <T> T onLoop(EventLoop loop, java.util.concurrent.Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(action.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(5, TimeUnit.SECONDS);
    }

    @Timeout(60)
    abstract static class Echo {
        private EventLoop loop;
        private LoopThread thread;
        private Socket socket;
        private DataOutputStream out;
        private DataInputStream in;

        abstract int start(EventLoop loop) throws Exception;

        abstract void stop();

        @BeforeEach
        void connect() throws Exception {
            loop = EventLoop.open("echo");
            thread = LoopThread.start(loop);
            socket = new Socket(InetAddress.getLoopbackAddress(), start(loop));
            socket.setTcpNoDelay(true);
            out = new DataOutputStream(socket.getOutputStream());
            in = new DataInputStream(socket.getInputStream());
        }

        @AfterEach
        void disconnect() throws Exception {
            socket.close();
            stop();
            thread.close();
        }

        private void send(byte[] frame) throws IOException {
            out.writeInt(frame.length);
            out.write(frame);
        }

        private byte[] receive() throws IOException {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return frame;
        }

        @Test
        void closesOnAFrameBeyondTheLimit() throws IOException {
            out.writeInt(64 * 1024 + 1);
            assertThat(in.read()).isEqualTo(-1);
        }

        @Test
        void closesOnALengthThatLooksNegative() throws IOException {
            out.writeInt(-1);
            assertThat(in.read()).isEqualTo(-1);
        }

        @Test
        void answersAFrameThatComesByteByByte() throws IOException {
            for (byte b : new byte[] {0, 0, 0, 3, 'a', 'b', 'c'}) {
                out.write(b);
                out.flush();
            }
            assertThat(receive()).containsExactly('a', 'b', 'c');
        }

        @Test
        void answersEmptyAndLongestFrames() throws IOException {
            byte[] longest = new byte[64 * 1024];
            new Random(1).nextBytes(longest);
            send(new byte[0]);
            send(longest);
            send(new byte[0]);
            assertThat(receive()).isEmpty();
            assertThat(receive()).isEqualTo(longest);
            assertThat(receive()).isEmpty();
        }

        @Test
        void answersWhatWasSentBeforeTheEndAndCloses() throws IOException {
            send(new byte[] {1});
            send(new byte[] {2, 3});
            out.writeInt(9);
            socket.shutdownOutput();
            assertThat(receive()).containsExactly(1);
            assertThat(receive()).containsExactly(2, 3);
            assertThat(in.read()).as("the unfinished frame is dropped").isEqualTo(-1);
        }

        @Test
        void answersManyFramesOfOneWriteInOrder() throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            DataOutputStream burst = new DataOutputStream(all);
            for (int i = 0; i < 1_000; i++) {
                burst.writeInt(4);
                burst.writeInt(i);
            }
            out.write(all.toByteArray());
            for (int i = 0; i < 1_000; i++) {
                assertThat(in.readInt()).isEqualTo(4);
                assertThat(in.readInt()).isEqualTo(i);
            }
        }

        @Test
        void aPeerThatDoesNotReadIsNotReadEither() throws Exception {
            byte[] frame = new byte[60_000];
            int total = 1_000;
            CompletableFuture<Integer> sent = new CompletableFuture<>();
            List<Integer> progress = new ArrayList<>();
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < total; i++) {
                        frame[0] = (byte) i;
                        send(frame);
                        synchronized (progress) {
                            progress.add(i);
                        }
                    }
                    sent.complete(total);
                } catch (IOException e) {
                    sent.completeExceptionally(e);
                }
            });
            sender.start();
            org.awaitility.Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> stands(progress, total));
            for (int i = 0; i < total; i++) {
                assertThat(receive()[0]).isEqualTo((byte) i);
            }
            assertThat(sent.get(5, TimeUnit.SECONDS)).isEqualTo(total);
            sender.join();
        }

        private int seen = -1;

        /** Whether nothing was sent since the last look, before all was sent. */
        private boolean stands(List<Integer> progress, int total) {
            int now;
            synchronized (progress) {
                now = progress.size();
            }
            boolean stands = now == seen && now < total;
            seen = now;
            return stands;
        }
    }
}
