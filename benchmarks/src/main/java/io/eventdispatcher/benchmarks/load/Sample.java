package io.eventdispatcher.benchmarks.load;

/**
 * All counters at one moment.
 *
 * <p>Threading: immutable.
 */
record Sample(
        long nanos,
        long received,
        long bytesIn,
        long bytesOut,
        long reads,
        long writes,
        ProcessSample server,
        ProcessSample own,
        MachineSample machine) {

    static Sample of(Tally tally, long serverPid) {
        ProcessSample server = ProcessSample.of(serverPid);
        ProcessSample own = ProcessSample.of(ProcessHandle.current().pid());
        return new Sample(
                System.nanoTime(),
                tally.received,
                tally.bytesIn,
                tally.bytesOut,
                tally.reads,
                tally.writes,
                server,
                own,
                MachineSample.take());
    }
}
