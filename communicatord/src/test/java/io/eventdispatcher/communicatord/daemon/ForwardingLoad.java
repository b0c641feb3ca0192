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

/**
 * Load for a running daemon: many services, messages of 100 bytes between random pairs at a steady rate, every one checked
 * for loss and order. Not a test; to be run by hand with {@code SOCKET[,SOCKET...] SERVICES RATE SECONDS}; of several daemons,
 * which are linked, each gets its share of the services.
 */
final class ForwardingLoad {

    private static final int MESSAGE_BYTES = 100;

    /** Round trips through the daemon in steps of ten microseconds. */
    private final long[] histogram = new long[100_000];

    private final Service[] services;
    private final Selector selector = Selector.open();
    private final int[][] sent;
    private final int[][] received;
    private long receivedCount;
    private long reordered;
    private int ready;

    private static final class Service {
        private final int number;
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 16);

        Service(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    private ForwardingLoad(String[] sockets, int count) throws IOException {
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
        reordered += number == received[from][service.number] ? 0 : 1;
        received[from][service.number] = number + 1;
        receivedCount++;
        int step = (int) Math.min(histogram.length - 1, (System.nanoTime() - time) / 10_000);
        histogram[step]++;
    }

    private long run(int rate, int seconds) throws IOException {
        Random random = new Random(1);
        long start = System.nanoTime();
        long total = (long) rate * seconds;
        long done = 0;
        while (done < total) {
            long due = Math.min(total, (System.nanoTime() - start) * rate / 1_000_000_000L);
            for (; done < due; done++) {
                Service from = services[random.nextInt(services.length)];
                int to = random.nextInt(services.length);
                StringBuilder line = new StringBuilder(
                        "s" + to + "/PING n=" + sent[from.number][to]++ + ";t=" + System.nanoTime() + ";x=");
                while (line.length() < MESSAGE_BYTES - 1) {
                    line.append('x');
                }
                write(from, line.append('\n').toString());
            }
            poll(0);
        }
        long end = System.nanoTime() + 5_000_000_000L;
        while (receivedCount < total && System.nanoTime() < end) {
            poll(100);
        }
        return total;
    }

    private double percentile(double part) {
        long wanted = (long) Math.ceil(receivedCount * part);
        long seen = 0;
        for (int i = 0; i < histogram.length; i++) {
            seen += histogram[i];
            if (seen >= wanted) {
                return (i + 1) / 100.0;
            }
        }
        return Double.NaN;
    }

    public static void main(String[] args) throws IOException {
        ForwardingLoad load = new ForwardingLoad(args[0].split(",", -1), Integer.parseInt(args[1]));
        long total = load.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        System.out.printf(
                "sent=%d received=%d reordered=%d p50=%.2fms p99=%.2fms p99.9=%.2fms max=%.2fms%n",
                total,
                load.receivedCount,
                load.reordered,
                load.percentile(0.5),
                load.percentile(0.99),
                load.percentile(0.999),
                load.percentile(1));
        System.exit(load.receivedCount == total && load.reordered == 0 ? 0 : 1);
    }
}
