package io.eventdispatcher.communicatord.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A hand-written peer over a real socket. */
public final class LinePeer implements AutoCloseable {

    private static final String END = "<EOF>";
    private static final long WAIT_SECONDS = 10;

    private final SocketChannel channel;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Semaphore reading = new Semaphore(Integer.MAX_VALUE / 2);

    private LinePeer(SocketAddress to) throws IOException {
        channel = SocketChannel.open(to);
        Thread reader = new Thread(this::read, "peer");
        reader.setDaemon(true);
        reader.start();
    }

    public static LinePeer unix(Path socket) throws IOException {
        return new LinePeer(UnixDomainSocketAddress.of(socket));
    }

    public static LinePeer tcp(int port) throws IOException {
        return new LinePeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    public static LinePeer tcp(String host, int port) throws IOException {
        return new LinePeer(new InetSocketAddress(host, port));
    }

    private void read() {
        try (Scanner in = new Scanner(Channels.newInputStream(channel), StandardCharsets.UTF_8).useDelimiter("\n")) {
            while (in.hasNext()) {
                lines.add(in.next());
                reading.acquireUninterruptibly();
            }
        }
        lines.add(END);
    }

    /** Reads so many further lines, and then nothing until {@link #goesOn}. */
    public LinePeer pausedAfter(int further) {
        reading.drainPermits();
        reading.release(further);
        return this;
    }

    public void goesOn() {
        reading.release(Integer.MAX_VALUE / 2);
    }

    public LinePeer say(String... said) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String each : said) {
            all.append(each).append('\n');
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(all.toString());
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
        return this;
    }

    /** The next line, whatever it is. */
    public String next() throws InterruptedException {
        String line = lines.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line within " + WAIT_SECONDS + " s").isNotNull();
        return line;
    }

    public LinePeer hears(String... expected) throws InterruptedException {
        for (String each : expected) {
            assertThat(next()).isEqualTo(each);
        }
        return this;
    }

    /** The next line, or null when there is none by then. */
    public @Nullable String next(Duration wait) throws InterruptedException {
        return lines.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads on until a line holds the text, at most so long; returns that line. */
    public String hearsOf(String text, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        List<String> others = new ArrayList<>();
        while (true) {
            String line = next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            assertThat(line)
                    .as("a line with '%s' within %s, after %s", text, wait, others)
                    .isNotNull();
            if (line != null && line.contains(text)) {
                return line;
            }
            others.add(String.valueOf(line));
        }
    }

    /** Registers with whatever daemon it is. */
    public LinePeer service(String name, String commands) throws IOException, InterruptedException {
        say("REGISTER service=" + name + ";version=1");
        assertThat(next()).endsWith(" HELP");
        assertThat(next()).contains(" READY ");
        return say("COMMANDS list=ABSOLUTELY," + commands);
    }

    /** The next lines, in any order. */
    public LinePeer hearsInAnyOrder(String... expected) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            heard.add(next());
        }
        assertThat(heard).containsExactlyInAnyOrder(expected);
        return this;
    }

    public void hearsTheEnd() throws InterruptedException {
        hears(END);
    }

    /** Nothing was sent before the answer to a question asked now. */
    public LinePeer hearsNothing() throws IOException, InterruptedException {
        say("ALIVE serial=nothing");
        assertThat(next()).contains("ABSOLUTELY").endsWith(";serial=nothing");
        return this;
    }

    public LinePeer register(String name, String commands) throws IOException, InterruptedException {
        say("REGISTER service=" + name + ";version=1");
        hears("<srv1:communicatord HELP", "<srv1:communicatord READY my_address=127.0.0.1:4042");
        if (!commands.isEmpty()) {
            say("COMMANDS list=" + commands);
        }
        return this;
    }

    /** Is gone without a word. */
    public void hangUp() throws IOException {
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
