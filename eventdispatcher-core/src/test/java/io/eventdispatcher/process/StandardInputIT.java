package io.eventdispatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.messenger.Messenger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StandardInputIT {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ConnectionHandler echo(String command, List<String> events) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on(command, x -> {
            events.add(x.message().command());
            x.reply(x.message().reply("ANSWER").build());
        });
        return Messenger.builder(dispatcher).build().newHandler();
    }

    @Test
    void linesAreMessagesAnswersAreWrittenAndTheEndEndsTheLoop() {
        List<String> events = new ArrayList<>();
        try (EventLoop loop = EventLoop.open("stdin")) {
            StandardInput.open(
                    loop,
                    "stdin",
                    ConnectionOptions.server(),
                    echo("ASK", events),
                    input("ASK\nASK\nunfinished"),
                    new PrintStream(written, false, StandardCharsets.UTF_8));
            loop.schedule(
                    "stop", io.eventdispatcher.timer.Schedule.after(Duration.ofSeconds(20)), () -> events.add("late"));
            while (!written.toString(StandardCharsets.UTF_8).equals("ANSWER\nANSWER\n") && !events.contains("late")) {
                loop.runOnce(10_000_000);
            }
        }
        assertThat(events).containsExactly("ASK", "ASK");
    }

    @Test
    void whenTheOutputIsGoneThenTheConnectionIsLost() {
        List<String> events = new ArrayList<>();
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws java.io.IOException {
                throw new java.io.IOException("Broken pipe");
            }
        });
        ConnectionHandler handler = new ConnectionHandler() {
            @Override
            public void onOpen(Connection connection) {
                connection.send(io.eventdispatcher.bytes.ByteSource.utf8("HI"));
            }

            @Override
            public void onFrame(Connection connection, byte[] bytes, int offset, int length) {}

            @Override
            public void onClosed(Connection connection, CloseReason reason, Throwable cause) {
                events.add(String.valueOf(cause));
            }
        };
        try (EventLoop loop = EventLoop.open("stdin")) {
            var group = StandardInput.open(
                    loop, "stdin", ConnectionOptions.server(), handler, new PipedInputStream(), broken);
            for (int i = 0; i < 2000 && events.isEmpty(); i++) {
                group.forEach(c -> c.send(io.eventdispatcher.bytes.ByteSource.utf8("MORE")));
                loop.runOnce(10_000_000);
            }
        }
        assertThat(events).hasSize(1);
    }

    /** A process of its own, because standard input cannot be given back. */
    @Test
    void aProcessAnswersOnStandardOutputAndEndsThoughItsInputStaysOpen() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(), "-cp", System.getProperty("java.class.path"), Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().write("ASK\nQUIT\n".getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(Program.TWICE_REFUSED);
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("ANSWER\n");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Answers ASK and ends by returning from main after QUIT, while its standard input is still open. */
    static final class Program {

        static final int TWICE_REFUSED = 0;

        private Program() {}

        public static void main(String[] args) {
            EventLoop loop = EventLoop.open("program");
            Dispatcher dispatcher = new Dispatcher();
            dispatcher.on("ASK", x -> x.reply(x.message().reply("ANSWER").build()));
            dispatcher.on("QUIT", x -> loop.stop());
            Messenger messenger = Messenger.builder(dispatcher).build();
            StandardInput.open(loop, "stdin", ConnectionOptions.server(), messenger.newHandler());
            assertThatThrownBy(
                            () -> StandardInput.open(loop, "stdin", ConnectionOptions.server(), messenger.newHandler()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("read already");
            loop.run();
        }
    }
}
