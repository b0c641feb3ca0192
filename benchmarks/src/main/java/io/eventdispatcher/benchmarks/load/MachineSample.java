package io.eventdispatcher.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says about all processors together; zeros without {@code /proc}.
 *
 * <p>Threading: immutable.
 *
 * @param busySeconds processor time spent on anything so far
 * @param stolenSeconds processor time that went to other virtual machines
 */
record MachineSample(double busySeconds, double stolenSeconds) {

    private static final int IDLE = 4; // fields of the first line, the name being 0
    private static final int WAITING = 5;
    private static final int SOFT_INTERRUPTS = 7;
    private static final int STOLEN = 8;

    static MachineSample take() {
        try {
            return parse(Files.readString(Path.of("/proc/stat")));
        } catch (IOException e) {
            return new MachineSample(0, 0);
        }
    }

    static MachineSample parse(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +");
        if (fields.length <= STOLEN) {
            return new MachineSample(0, 0);
        }
        long busy = 0;
        for (int i = 1; i <= SOFT_INTERRUPTS; i++) {
            busy += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i]);
        }
        return new MachineSample(busy / ProcessSample.TICKS, Long.parseLong(fields[STOLEN]) / ProcessSample.TICKS);
    }
}
