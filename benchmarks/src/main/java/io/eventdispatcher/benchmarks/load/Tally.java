package io.eventdispatcher.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What was counted since the start, and the latencies since the end of the warm-up.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Tally {

    long sent;
    long received;
    long bytesIn;
    long bytesOut;
    long reads;
    long writes;
    final Histogram latencies = new Histogram(BatchTimes.MAX_NANOS, 3);
    final Mistakes mistakes = new Mistakes();
    boolean stalled;
}
