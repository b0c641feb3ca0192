package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says about a process; zeros when there is no such process or no {@code /proc}.
 *
 * <p>Threading: immutable.
 *
 * @param cpuSeconds processor time of all its threads so far; resolution 10 ms
 * @param residentKib memory it holds
 */
record ProcessSample(double cpuSeconds, long residentKib) {

    /** Ticks per second of the times in {@code /proc}; the same on all of Java's Linux platforms. */
    private static final double TICKS = 100;

    private static final int USER_TICKS = 11; // fields after the name in parentheses, counted from 0
    private static final int SYSTEM_TICKS = 12;

    /** Takes a sample; 0 stands for no process. */
    static ProcessSample of(long pid) {
        if (pid == 0) {
            return new ProcessSample(0, 0);
        }
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return new ProcessSample(
                    cpuSeconds(Files.readString(process.resolve("stat"))),
                    residentKib(Files.readString(process.resolve("status"))));
        } catch (IOException e) {
            return new ProcessSample(0, 0);
        }
    }

    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS;
    }

    static long residentKib(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
