package io.eventdispatcher.communicatord.daemon;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Load for a running daemon: many services, messages of 100 bytes between random pairs at a steady rate, every one checked
 * for loss, order and length. Its time is counted from when it was due, so a daemon that makes the sender wait is not flattered.
 *
 * <p>Not a test; to be run by hand with {@code SOCKET[,SOCKET...] SERVICES RATE SECONDS [STUCK]}; of several daemons, which
 * are linked, each gets its share of the services. With {@code STUCK} one more service reads nothing, and gets that many
 * messages a second besides. Ends with 0 if everything else arrived in order.
 */
final class ForwardingLoad {

    private static final int MESSAGE_BYTES = 100;

    /** Ways through the daemon in steps of ten microseconds: of all, and of those due in the second half, when it is warm. */
    private final long[] all = new long[100_000];

    private final long[] warm = new long[all.length];

    private final Service[] services;
    private final Selector selector = Selector.open();
    private final int[][] sent;
    private final int[][] received;
    private long receivedCount;
    private long reordered;
    private long wrong;
    private long lost;
    private long warmFrom;
    private int ready;
    private @Nullable Service stuck;

    private static final class Service {
        private final int number;
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 16);

        Service(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    private ForwardingLoad(String[] sockets, int count, boolean withStuck) throws IOException {
        services = new Service[count];
        sent = new int[count][count];
        received = new int[count][count];
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(sockets[i % sockets.length]));
            channel.configureBlocking(false);
            services[i] = new Service(i, channel);
            channel.register(selector, SelectionKey.OP_READ, services[i]);
            write(services[i], "REGISTER service=s" + i + ";version=1\nCOMMANDS list=PING\n");
        }
        if (withStuck) {
            stuck = new Service(-1, SocketChannel.open(UnixDomainSocketAddress.of(sockets[0])));
            write(stuck, "REGISTER service=stuck;version=1\nCOMMANDS list=PING\n");
        }
        while (ready < count) {
            poll(100);
        }
        if (sockets.length > 1) {
            LockSupport.parkNanos(2_000_000_000L); // until the daemons have told each other
        }
    }

    private static void write(Service to, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            if (to.channel.write(bytes) == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private void poll(long millis) throws IOException {
        int unused = millis == 0 ? selector.selectNow() : selector.select(millis);
        for (SelectionKey key : selector.selectedKeys()) {
            Service service = (Service) key.attachment();
            if (service.channel.read(service.in) < 0) {
                throw new IOException("closed by the daemon: s" + service.number);
            }
            service.in.flip();
            lines(service);
            service.in.compact();
        }
        selector.selectedKeys().clear();
    }

    private void lines(Service service) {
        ByteBuffer in = service.in;
        int start = in.position();
        for (int i = start; i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                line(service, new String(in.array(), start, i - start, StandardCharsets.US_ASCII));
                start = i + 1;
            }
        }
        in.position(start);
    }

    private void line(Service service, String line) {
        int command = line.indexOf("/PING ");
        if (command < 0) {
            ready += line.contains(" READY ") ? 1 : 0;
            return;
        }
        int from = Integer.parseInt(line.substring(line.indexOf(":s") + 2, line.indexOf(' ')));
        int number = Integer.parseInt(line.substring(line.indexOf("n=") + 2, line.indexOf(";t=")));
        long time = Long.parseLong(line.substring(line.indexOf(";t=") + 3, line.indexOf(";x=")));
        int expected = received[from][service.number];
        reordered += number < expected ? 1 : 0;
        lost += Math.max(0, number - expected);
        received[from][service.number] = Math.max(expected, number + 1);
        wrong += line.length() == MESSAGE_BYTES - 1 + line.indexOf(' ') + 1 ? 0 : 1;
        receivedCount++;
        int step = (int) Math.min(all.length - 1, (System.nanoTime() - time) / 10_000);
        all[step]++;
        if (time - warmFrom > 0) {
            warm[step]++;
        }
    }

    private long run(int rate, int seconds, int stuckRate) throws IOException {
        Random random = new Random(1);
        long start = System.nanoTime();
        warmFrom = start + seconds * 500_000_000L;
        long total = (long) rate * seconds;
        long done = 0;
        long ofStuck = 0;
        while (done < total) {
            long elapsed = System.nanoTime() - start;
            long due = Math.min(total, elapsed * rate / 1_000_000_000L);
            for (; done < due; done++) {
                Service from = services[random.nextInt(services.length)];
                int to = random.nextInt(services.length);
                write(from, line("s" + to, sent[from.number][to]++, start + done * 1_000_000_000L / rate));
            }
            for (; ofStuck < elapsed * stuckRate / 1_000_000_000L; ofStuck++) {
                write(services[random.nextInt(services.length)], line("stuck", 0, elapsed));
            }
            poll(0);
        }
        long end = System.nanoTime() + 5_000_000_000L;
        while (receivedCount < total && System.nanoTime() < end) {
            poll(100);
        }
        return total;
    }

    private static String line(String to, int number, long due) {
        StringBuilder line = new StringBuilder(to + "/PING n=" + number + ";t=" + due + ";x=");
        while (line.length() < MESSAGE_BYTES - 1) {
            line.append('x');
        }
        return line.append('\n').toString();
    }

    private static double percentile(long[] histogram, double part) {
        long wanted = (long) Math.ceil(LongStream.of(histogram).sum() * part);
        long seen = 0;
        for (int i = 0; i < histogram.length; i++) {
            seen += histogram[i];
            if (seen >= wanted) {
                return (i + 1) / 100.0;
            }
        }
        return Double.NaN;
    }

    private static void print(String what, long[] histogram) {
        System.out.printf(
                "%s: p50=%.2fms p99=%.2fms p99.9=%.2fms max=%.2fms%n",
                what,
                percentile(histogram, 0.5),
                percentile(histogram, 0.99),
                percentile(histogram, 0.999),
                percentile(histogram, 1));
    }

    public static void main(String[] args) throws IOException {
        int stuckRate = args.length > 4 ? Integer.parseInt(args[4]) : 0;
        ForwardingLoad load = new ForwardingLoad(args[0].split(",", -1), Integer.parseInt(args[1]), stuckRate > 0);
        long total = load.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]), stuckRate);
        System.out.printf(
                "sent=%d received=%d gaps=%d reordered=%d wrong=%d%n",
                total, load.receivedCount, load.lost, load.reordered, load.wrong);
        print("all", load.all);
        print("second half", load.warm);
        System.exit(load.receivedCount == total && load.lost + load.reordered + load.wrong == 0 ? 0 : 1);
    }
}
