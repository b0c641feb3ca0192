package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that somebody wants who comes too late. Their owners are asked with {@code ALIVE} whether they are still there: a process
 * that is frozen, or a machine that vanished, keeps its connection open, and would keep its name for ever. Whatever an owner says
 * is an answer.
 *
 * <p>Threading: loop thread only.
 */
final class ContestedNames {

    /** Longer between two looks, and this process stood still, not the others. */
    private static final long STOOD_STILL_NANOS = Duration.ofSeconds(3).toNanos();

    private final Answers answers;
    private final NanoClock clock;
    private final long timeoutNanos;
    private final Map<Session, Question> asked = new LinkedHashMap<>();
    private long lookedNanos;
    private long serial;

    private record Question(long receivedBefore, long deadlineNanos) {}

    ContestedNames(Duration timeout, Answers answers, NanoClock clock) {
        this.timeoutNanos = timeout.toNanos();
        this.answers = answers;
        this.clock = clock;
        lookedNanos = clock.nanoTime();
    }

    /**
     * Asks the owner of a name that somebody else wants, unless that is going on already or owners are never asked. One for
     * whom something waits to be written could not hear the question; it is disconnected anyway if it takes nothing.
     *
     * @param owner a registered session
     */
    void wanted(Session owner) {
        if (timeoutNanos == 0 || asked.containsKey(owner) || owner.outlet().queuedBytes() > 0) {
            return;
        }
        asked.put(owner, new Question(owner.received(), clock.nanoTime() + timeoutNanos));
        answers.send(
                owner,
                answers.addressed(owner, Commands.ALIVE)
                        .param("serial", ++serial)
                        .param("timestamp", clock.now()));
    }

    /**
     * Looks who has not answered in time; to be called about once a second.
     *
     * @return owners that are as good as gone
     */
    List<Session> silent() {
        long now = clock.nanoTime();
        boolean stoodStill = now - lookedNanos > STOOD_STILL_NANOS;
        lookedNanos = now;
        List<Session> silent = new ArrayList<>();
        Iterator<Map.Entry<Session, Question>> entries = asked.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Session, Question> each = entries.next();
            Session owner = each.getKey();
            Question question = each.getValue();
            if (!owner.isRegistered() || owner.received() != question.receivedBefore()) {
                entries.remove();
            } else if (stoodStill) {
                each.setValue(new Question(question.receivedBefore(), now + timeoutNanos));
            } else if (now - question.deadlineNanos() >= 0) {
                entries.remove();
                silent.add(owner);
            }
        }
        return silent;
    }
}
