package io.eventdispatcher.benchmarks.load;

import java.time.Duration;

/**
 * What to do.
 *
 * <p>Threading: immutable.
 *
 * @param target the server
 * @param mode how requests leave
 * @param connections how many; for {@link Mode#CHURN} how many at a time
 * @param outstanding requests on each connection, {@link Mode#CLOSED} only
 * @param rate requests per second, {@link Mode#OPEN} only
 * @param textBytes length of the text of a ping; 0 stands for {@code hello}
 * @param mix whether to send the mix of commands instead of pings
 * @param badPercent unknown and invalid messages of the mix, 0 to 100
 * @param seed for the mix
 * @param warmup time before measuring
 * @param measure time of measuring, or of being idle
 * @param stall without a reply for so long, the run is given up
 * @param serverPid process to observe, 0 for none
 * @param sources from how many loopback addresses to connect
 * @param spin whether to poll instead of blocking
 * @param json whether to print JSON
 * @param progress whether to tell when measuring begins and ends
 */
record LoadOptions(
        Target target,
        Mode mode,
        int connections,
        int outstanding,
        double rate,
        int textBytes,
        boolean mix,
        double badPercent,
        long seed,
        Duration warmup,
        Duration measure,
        Duration stall,
        long serverPid,
        int sources,
        boolean spin,
        boolean json,
        boolean progress) {

    /** How requests leave. */
    enum Mode {
        /** A fixed number is outstanding. */
        CLOSED,
        /** At a fixed rate. */
        OPEN,
        /** One for each connection, which is closed then. */
        CHURN,
        /** One for each connection, which stays then. */
        IDLE
    }

    /** Makes the workload. */
    Workload workload() {
        if (mix) {
            return new MixWorkload(MixScript.write(seed, badPercent));
        }
        return new PingWorkload(textBytes == 0 ? "hello" : "x".repeat(textBytes));
    }
}
