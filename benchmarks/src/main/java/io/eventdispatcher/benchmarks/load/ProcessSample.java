package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Linux says about a process; zeros when there is no such process or no {@code /proc}.
 *
 * <p>Threading: immutable.
 *
 * @param cpuSeconds processor time of all its threads so far; resolution 10 ms
 * @param residentKib memory it holds
 * @param waits how often its threads gave up the processor by themselves so far
 * @param preemptions how often it was taken from them
 */
record ProcessSample(double cpuSeconds, long residentKib, long waits, long preemptions) {

    private static final ProcessSample NOTHING = new ProcessSample(0, 0, 0, 0);

    /** Ticks per second of the times in {@code /proc}; the same on all of Java's Linux platforms. */
    static final double TICKS = 100;

    private static final int USER_TICKS = 11; // fields after the name in parentheses, counted from 0
    private static final int SYSTEM_TICKS = 12;

    /** Takes a sample; 0 stands for no process. */
    static ProcessSample of(long pid) {
        if (pid == 0) {
            return NOTHING;
        }
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            List<String> threads = threads(process.resolve("task"));
            return new ProcessSample(
                    cpuSeconds(Files.readString(process.resolve("stat"))),
                    number(Files.readString(process.resolve("status")), "VmRSS:"),
                    sum(threads, "voluntary_ctxt_switches:"),
                    sum(threads, "nonvoluntary_ctxt_switches:"));
        } catch (IOException e) {
            return NOTHING;
        }
    }

    private static List<String> threads(Path tasks) throws IOException {
        try (Stream<Path> folders = Files.list(tasks)) {
            return folders.map(ProcessSample::status).toList();
        }
    }

    private static String status(Path thread) {
        try {
            return Files.readString(thread.resolve("status"));
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    private static long sum(List<String> threads, String name) {
        return threads.stream().mapToLong(status -> number(status, name)).sum();
    }

    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS;
    }

    /** The number in the line of a status that begins with a name; 0 if there is none. */
    static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
