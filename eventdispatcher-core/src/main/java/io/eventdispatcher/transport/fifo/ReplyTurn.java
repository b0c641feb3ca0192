package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Who may write to the FIFO of the answers: one generation after the other, in their order, so that answers of different
 * generations are not mixed.
 *
 * <p>Threading: any thread.
 */
final class ReplyTurn {

    /** Generations whose answers may wait; the oldest is given up for one more. */
    private static final int MAX_WAITING = 16;

    @GuardedBy("this")
    private final Deque<ReplyOutput> queue = new ArrayDeque<>();

    /** Adds a generation. */
    void join(ReplyOutput output) {
        ReplyOutput oldest = null;
        synchronized (this) {
            queue.add(output);
            if (queue.size() > MAX_WAITING) {
                oldest = queue.poll();
                notifyAll();
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    /** Waits until all before it have left; returns false when it has left itself. */
    synchronized boolean await(ReplyOutput output) throws InterruptedException {
        while (queue.contains(output) && queue.peek() != output) {
            wait();
        }
        return queue.peek() == output;
    }

    synchronized void leave(ReplyOutput output) {
        if (queue.remove(output)) {
            notifyAll();
        }
    }

    /** The FIFO is going to be removed, so nobody who is not there yet can read answers any more. */
    synchronized void end() {
        queue.forEach(ReplyOutput::giveUpWaiting);
    }
}
