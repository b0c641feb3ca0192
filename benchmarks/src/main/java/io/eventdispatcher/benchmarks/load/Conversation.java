package io.eventdispatcher.benchmarks.load;

/**
 * Where one connection stands in its sequence of requests and replies. What the two positions mean is the workload's
 * business.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Conversation {

    long nextRequest;
    long nextReply;
    int outstanding;
}
