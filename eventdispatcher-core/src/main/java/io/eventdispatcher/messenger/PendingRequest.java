package io.eventdispatcher.messenger;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request and its way to an answer.
 *
 * <p>Threading: any thread, as a future; the fields that are not final belong to {@link PendingRequests} and its lock.
 */
final class PendingRequest extends LoopGuardedFuture<Message> {

    /** The allowed moves: WAITING to SENT or OVER, SENT to GIVEN_UP or OVER, GIVEN_UP to OVER. */
    enum State {
        /** Not sent yet: waits for its turn. */
        WAITING,
        /** Handed to the client, which sends it now or when there is a connection. */
        SENT,
        /** Nobody waits for the answer any more, which may still come. */
        GIVEN_UP,
        /** Answered, failed or forgotten. */
        OVER
    }

    private final Message request;
    private final String replyCommand;
    private final Duration timeout;
    private final String id;
    private final AtomicBoolean ended = new AtomicBoolean();

    State state = State.WAITING;

    /** What was given to the client: the request, perhaps with its id. */
    Message sent;

    /** The parameter of what was sent that holds the id, null when it carries none. */
    @Nullable
    String idParameter;

    /** Written by the thread that asks, read by the one that ends the request. */
    volatile @Nullable TimerHandle timer;

    PendingRequest(EventLoop loop, String what, Message request, String replyCommand, Duration timeout, String id) {
        super(loop, what);
        this.request = request;
        this.replyCommand = replyCommand;
        this.timeout = timeout;
        this.id = id;
        this.sent = request;
    }

    Message request() {
        return request;
    }

    String replyCommand() {
        return replyCommand;
    }

    Duration timeout() {
        return timeout;
    }

    String id() {
        return id;
    }

    /** Tells the first who asks that the request ends with what they know, and all others that it does not. */
    boolean isFirstEnd() {
        return ended.compareAndSet(false, true);
    }

    /** Whether a message without id can be the answer: the expected command, or a refusal that names the request's. */
    boolean fits(Message answer) {
        return answer.command().equals(replyCommand)
                || isRefusal(answer) && request.command().equals(answer.param("command"));
    }

    /** Whether a message is this request, come back through a broker because it is for this very service. */
    boolean isSameAs(Message message) {
        return !sent.destination().service().isEmpty()
                && message.command().equals(sent.command())
                && message.destination().equals(sent.destination())
                && message.parameters().equals(sent.parameters());
    }

    /** Whether an answer without id might be that of either. */
    boolean isLike(PendingRequest other) {
        return replyCommand.equals(other.replyCommand) || request.command().equals(other.request.command());
    }

    /**
     * The answer as if the request had been sent as it was written: without the id that was put into it, or with the value
     * that the id took the place of.
     */
    Message asAsked(Message answer) {
        if (idParameter == null || !id.equals(answer.param(idParameter))) {
            return answer;
        }
        MessageBuilder shown = answer.toBuilder().without(idParameter);
        String own = request.param(idParameter);
        if (own != null) {
            try {
                return shown.param(idParameter, own).build();
            } catch (InvalidMessageException e) {
                return shown.build(); // a value that only a received message can hold, which was passed on
            }
        }
        return shown.build();
    }

    static boolean isRefusal(Message answer) {
        String command = answer.command();
        return command.equals(Commands.INVALID) || command.equals(Commands.UNKNOWN) || command.equals(Commands.ERROR);
    }
}
