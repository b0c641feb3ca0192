package io.eventdispatcher.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * What all measured servers have in common: a main program that prints {@code LISTENING <uri>} when it listens and then
 * answers commands on its standard input, each with one line on standard output, until the input ends.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><td>{@code stats}</td><td>{@code STATS allocatedBytes=<n> gcCount=<n> gcMillis=<n> threads=<n>}: bytes allocated by
 * all threads since the process began, -1 before Java 21; collections and their milliseconds; live platform threads</td></tr>
 * <tr><td>{@code heap}</td><td>{@code HEAP liveBytes=<n> directBytes=<n> directBuffers=<n>} after full collections; direct
 * buffers are those that the JDK counts</td></tr>
 * <tr><td>{@code quit}</td><td>ends the process at once, with exit code 0, as does the end of the input</td></tr>
 * </table>
 *
 * <p>A command line that a server cannot serve ends it with exit code 2, any other failure to start with 1.
 *
 * <p>Threading: one thread at a time; the main thread of the process.
 *
 * @since 0.1
 */
public final class ServerConsole {

    private static final int FEWEST_COLLECTIONS = 3;
    private static final int MOST_COLLECTIONS = 12;
    private static final long STABLE_BYTES = 1_024;

    private ServerConsole() {}

    /**
     * One kind of server.
     *
     * @since 0.1
     */
    public interface Server {
        /**
         * Starts listening and returns; the server goes on in threads of its own.
         *
         * @param arguments where to listen, and options
         * @return the URI on which it listens, with the real port
         * @throws IllegalArgumentException if it does not support what the arguments ask for
         * @throws Exception if it cannot listen
         * @since 0.1
         */
        String start(ServerArguments arguments) throws Exception;
    }

    /**
     * Starts a server and serves the console; never returns.
     *
     * @param args the arguments of {@code main}
     * @param server what to start
     * @since 0.1
     */
    public static void run(String[] args, Server server) {
        int exitCode = 0;
        try {
            ServerArguments arguments = ServerArguments.parse(args);
            System.out.println("LISTENING " + server.start(arguments));
            answerAll();
        } catch (IllegalArgumentException e) {
            System.err.println("ERROR " + e.getMessage());
            exitCode = 2;
        } catch (Throwable e) {
            e.printStackTrace();
            exitCode = 1;
        }
        Runtime.getRuntime().halt(exitCode);
    }

    private static void answerAll() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String command = commands.readLine();
        while (command != null && !command.equals("quit")) {
            System.out.println(
                    switch (command) {
                        case "stats" -> stats();
                        case "heap" -> heap();
                        default -> "ERROR unknown command: command='" + command + "'";
                    });
            command = commands.readLine();
        }
    }

    private static String stats() {
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += collector.getCollectionCount();
            millis += collector.getCollectionTime();
        }
        return "STATS allocatedBytes=" + allocatedBytes() + " gcCount=" + collections + " gcMillis=" + millis
                + " threads=" + ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** By reflection, because it is called on Java 17 too, which does not have it. */
    private static long allocatedBytes() {
        try {
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getTotalThreadAllocatedBytes")
                    .invoke(ManagementFactory.getThreadMXBean());
        } catch (ReflectiveOperationException | UnsupportedOperationException e) {
            return -1;
        }
    }

    private static String heap() {
        long before;
        long live = collect();
        int collections = 1;
        do {
            before = live;
            live = collect();
            collections++;
        } while (collections < FEWEST_COLLECTIONS
                || collections < MOST_COLLECTIONS && Math.abs(before - live) > STABLE_BYTES);
        long directBytes = 0;
        long directBuffers = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                directBytes += pool.getMemoryUsed();
                directBuffers += pool.getCount();
            }
        }
        return "HEAP liveBytes=" + live + " directBytes=" + directBytes + " directBuffers=" + directBuffers;
    }

    private static long collect() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
