package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.status.ClockState;
import io.eventdispatcher.communicatord.status.LoadReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * This machine, by the files its system keeps in memory.
 *
 * <p>Threading: any thread.
 */
final class LinuxMachine implements Machine {

    private static final Path LOADAVG = Path.of("/proc/loadavg");

    @Override
    public ClockState clock() {
        return ClockState.ofMachine();
    }

    @Override
    public @Nullable Double load() {
        try {
            return LoadReport.parse(
                    Files.readString(LOADAVG), Runtime.getRuntime().availableProcessors());
        } catch (IOException notLinux) {
            return null;
        }
    }
}
