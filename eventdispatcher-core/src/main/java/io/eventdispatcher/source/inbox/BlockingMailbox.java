package io.eventdispatcher.source.inbox;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.dispatch.ReplyPort;
import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded mailbox for a thread without a loop: any thread, also a loop, puts messages in, one or several threads wait
 * for them.
 *
 * <p>{@link #poll} waits as long as it was told, also when messages come and go meanwhile (the C++ library's {@code poll}
 * divides the rest of its time-out by 1000 on each turn).
 *
 * <p>Threading: any thread; only {@link #poll} blocks.
 *
 * @since 0.1
 */
public final class BlockingMailbox implements ReplyPort, AutoCloseable {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Message> messages = new ArrayDeque<>();

    @GuardedBy("lock")
    private long refused;

    @GuardedBy("lock")
    private boolean closed;

    /** Opens a mailbox for {@value Mailbox#DEFAULT_CAPACITY} messages. */
    public BlockingMailbox() {
        this(Mailbox.DEFAULT_CAPACITY);
    }

    /**
     * Opens a mailbox.
     *
     * @param capacity most messages that wait, 1 or more
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public BlockingMailbox(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("mailbox capacity out of range: value=" + capacity + " min=1");
        }
        this.capacity = capacity;
    }

    /**
     * Puts a message in.
     *
     * @param message the message
     * @return whether it was taken
     */
    public OfferResult offer(Message message) {
        Objects.requireNonNull(message, "message");
        lock.lock();
        try {
            if (closed || messages.size() >= capacity) {
                refused++;
                return closed ? OfferResult.CLOSED : OfferResult.FULL;
            }
            messages.add(message);
            changed.signal();
            return OfferResult.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean send(Message reply) {
        return offer(reply) == OfferResult.ACCEPTED;
    }

    /**
     * Takes the oldest message out, waiting for one if there is none.
     *
     * @param maxWait the longest wait; zero or negative to look only
     * @return the message; null when none came in time, or when the mailbox is closed and empty
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public @Nullable Message poll(Duration maxWait) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(maxWait);
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return messages.poll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the number of messages that wait.
     *
     * @return 0 to the capacity
     */
    public int size() {
        lock.lock();
        try {
            return messages.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the number of messages that were not taken.
     *
     * @return 0 or more
     */
    public long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells whether messages are refused for good.
     *
     * @return whether it was closed
     */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more messages and wakes up who waits; messages that are there can still be taken out. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
