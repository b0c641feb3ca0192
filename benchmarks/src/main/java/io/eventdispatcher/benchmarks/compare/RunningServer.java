package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A server that listens.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @param process where it runs
 * @param uri where it listens
 * @param console whether it answers commands
 */
record RunningServer(ChildProcess process, String uri, boolean console) implements AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** Bytes allocated so far; empty if it cannot tell. */
    OptionalDouble allocatedBytes() throws TrialFailedException, InterruptedException {
        if (!console) {
            return OptionalDouble.empty();
        }
        process.send("stats");
        double bytes = number(process.await("STATS ", ANSWER_LIMIT), "allocatedBytes");
        return bytes < 0 ? OptionalDouble.empty() : OptionalDouble.of(bytes);
    }

    /**
     * Memory after full collections.
     *
     * @param liveBytes of its heap
     * @param directBuffers how many
     */
    record Heap(double liveBytes, double directBuffers) {}

    /** Collects, then tells. */
    Heap heap() throws TrialFailedException, InterruptedException {
        process.send("heap");
        String answer = process.await("HEAP ", ANSWER_LIMIT);
        return new Heap(number(answer, "liveBytes"), number(answer, "directBuffers"));
    }

    private static double number(String answer, String name) throws TrialFailedException {
        for (String word : answer.split(" ")) {
            if (word.startsWith(name + "=")) {
                return Double.parseDouble(word.substring(name.length() + 1));
            }
        }
        throw new TrialFailedException("console answers without " + name + ": " + answer);
    }

    @Override
    public void close() throws IOException {
        if (!console) {
            process.destroy();
        }
        process.close();
    }
}
