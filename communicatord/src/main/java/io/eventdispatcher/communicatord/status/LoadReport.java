package io.eventdispatcher.communicatord.status;

import org.jspecify.annotations.Nullable;

/**
 * Decides when the load of this machine is worth a message: when it moved by 0.1 or more, or somebody new asks.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class LoadReport {

    private static final double LEAST_CHANGE = 0.1;

    private double reported = Double.NaN;

    /** Begins with nothing reported. */
    public LoadReport() {}

    /**
     * Reads the load of one minute for each processor.
     *
     * @param loadavg what {@code /proc/loadavg} holds
     * @param processors 1 or more
     * @return 0 or more; null when the text is something else
     */
    public static @Nullable Double parse(String loadavg, int processors) {
        int space = loadavg.indexOf(' ');
        try {
            double load = Double.parseDouble(space < 0 ? loadavg : loadavg.substring(0, space));
            return load >= 0 && Double.isFinite(load) ? load / processors : null;
        } catch (NumberFormatException notALoad) {
            return null;
        }
    }

    /**
     * Tells whether to report, and takes it as reported then.
     *
     * @param load now
     * @return whether it differs enough from the last report
     */
    public boolean isDue(double load) {
        boolean due = Double.isNaN(reported) || Math.abs(load - reported) >= LEAST_CHANGE;
        if (due) {
            reported = load;
        }
        return due;
    }

    /** The next load is due whatever it is: somebody has not heard of it yet. */
    public void restart() {
        reported = Double.NaN;
    }
}
