package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real pipes, driven turn by turn. */
class IoRegistrationIT {
    private final EventLoop loop = EventLoop.open("ed-1", LoopOptions.defaults(), new ManualClock());
    private final List<Pipe> pipes = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        loop.close();
        for (Pipe pipe : pipes) {
            pipe.source().close();
            pipe.sink().close();
        }
    }

    private Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        return pipe;
    }

    private Pipe readyPipe() throws IOException {
        Pipe pipe = pipe();
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
        return pipe;
    }

    private IoRegistration register(Pipe pipe, String name, int priority) throws IOException {
        return loop.register(
                pipe.source(),
                name,
                priority,
                SelectionKey.OP_READ,
                (registration, ops) -> seen.add(registration.name()));
    }

    @Test
    void refusesWhatCannotBeRegistered() throws IOException {
        Pipe pipe = pipe();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> register(pipe, "p", 256))
                .withMessageContaining("priority=256 min=0 max=255 io='p'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.register(pipe.source(), "p", 1, SelectionKey.OP_WRITE, (r, ops) -> {}));
        IoRegistration registration = register(pipe, "p", 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> register(pipe, "again", 1))
                .withMessageContaining("registered as io 'p'");
        assertThatIllegalArgumentException().isThrownBy(() -> registration.priority(-1));
        assertThat(loop.statistics().registrations()).isEqualTo(1);
        Pipe closed = pipe();
        closed.source().close();
        assertThatThrownBy(() -> register(closed, "closed", 1)).isInstanceOf(ClosedChannelException.class);
        loop.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> register(pipe(), "late", 1))
                .withMessageContaining("is closed");
    }

    @Test
    void readyChannelsAreCalledByPriority() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            register(readyPipe(), "p" + (99 - i), 200 - i);
            expected.add(0, "p" + (99 - i));
        }
        assertThat(loop.runOnce(0)).isTrue();
        assertThat(seen).isEqualTo(expected);
        assertThat(loop.statistics().ioEvents()).isEqualTo(40);
    }

    @Test
    void priorityCanBeChanged() throws IOException {
        IoRegistration first = register(readyPipe(), "first", 10);
        register(readyPipe(), "second", 20);
        first.priority(30);
        loop.runOnce(0);
        assertThat(seen).containsExactly("second", "first");
    }

    @Test
    void readinessIsReportedAgainUntilItIsConsumed() throws IOException {
        register(readyPipe(), "p", 1);
        loop.runOnce(0);
        loop.runOnce(0);
        assertThat(seen).containsExactly("p", "p");
    }

    @Test
    void disabledRegistrationIsNotCalledUntilEnabled() throws IOException {
        IoRegistration registration = register(readyPipe(), "p", 1);
        registration.disable();
        registration.disable();
        assertThat(loop.runOnce(0)).isFalse();
        assertThat(registration.isEnabled()).isFalse();
        assertThat(registration.interest()).isEqualTo(SelectionKey.OP_READ);
        registration.interest(0);
        registration.interest(SelectionKey.OP_READ);
        assertThat(loop.runOnce(0)).isFalse();
        assertThat(loop.sources())
                .containsExactly(new SourceSnapshot("p", SourceSnapshot.Kind.IO, 1, false, "interest=read"));
        registration.enable();
        assertThat(loop.runOnce(0)).isTrue();
    }

    @Test
    void earlierCallbackOfTheTurnCanDisableCancelCloseAndLoseInterest() throws IOException {
        Pipe closed = readyPipe();
        IoRegistration disabledOne = register(readyPipe(), "disabled", 2);
        IoRegistration cancelledOne = register(readyPipe(), "cancelled", 2);
        IoRegistration uninterestedOne = register(readyPipe(), "uninterested", 2);
        IoRegistration closedOne = register(closed, "closed", 2);
        loop.register(readyPipe().source(), "first", 1, SelectionKey.OP_READ, (registration, ops) -> {
            seen.add("first");
            disabledOne.disable();
            cancelledOne.cancel();
            cancelledOne.cancel();
            uninterestedOne.interest(0);
            closed.source().close();
            registration.cancel();
        });
        loop.runOnce(0);
        assertThat(seen).containsExactly("first");
        assertThat(closedOne.isValid()).isFalse();
        assertThat(loop.statistics().registrations()).isEqualTo(2);
        closedOne.interest(0);
        closedOne.enable();
        closedOne.cancel();
        cancelledOne.enable();
        assertThat(loop.statistics().registrations()).isEqualTo(2);
    }

    @Test
    void channelClosedInItsOwnCallbackDoesNotKeepTheLoopAlive() throws IOException {
        Pipe pipe = readyPipe();
        loop.register(
                pipe.source(),
                "p",
                1,
                SelectionKey.OP_READ,
                (registration, ops) -> pipe.source().close());
        loop.run();
        assertThat(loop.statistics().registrations()).isZero();
    }

    @Test
    void changeOfInterestOnAChannelThatWasClosedIsNoError() throws IOException {
        Pipe pipe = readyPipe();
        IoRegistration registration = register(pipe, "p", 1);
        pipe.source().close();
        registration.disable();
        assertThat(registration.isValid()).isFalse();
        assertThat(loop.runOnce(0)).isFalse();
        assertThat(loop.statistics().registrations()).isZero();
    }

    @Test
    void cancelledChannelCanBeRegisteredAgainAtOnce() throws IOException {
        Pipe pipe = readyPipe();
        for (int i = 0; i < 3; i++) {
            register(pipe, "p" + i, 1).cancel();
        }
        register(pipe, "last", 1);
        loop.runOnce(0);
        assertThat(seen).containsExactly("last");
        assertThat(loop.statistics().registrations()).isEqualTo(1);
    }

    @Test
    void failingHandlerIsToldAndTheOthersAreCalled() throws IOException {
        List<Throwable> failures = new ArrayList<>();
        loop.register(readyPipe().source(), "bad", 1, SelectionKey.OP_READ, new IoHandler() {
            @Override
            public void onReady(IoRegistration registration, int readyOps) throws IOException {
                throw new IOException("boom");
            }

            @Override
            public void onFailure(IoRegistration registration, Throwable failure) {
                failures.add(failure);
            }
        });
        register(readyPipe(), "good", 2);
        loop.runOnce(0);
        loop.runOnce(0);
        assertThat(seen).containsExactly("good", "good");
        assertThat(failures).hasSize(2).first().isInstanceOf(IOException.class);
        assertThat(loop.statistics().failures()).isEqualTo(2);
    }

    @Test
    void failingHandlerWithoutAnAnswerToItLosesItsRegistration() throws IOException {
        IoRegistration registration = loop.register(readyPipe().source(), "bad", 1, SelectionKey.OP_READ, (r, ops) -> {
            throw new IOException("boom");
        });
        loop.runOnce(0);
        assertThat(registration.isValid()).isFalse();
        assertThat(loop.runOnce(0)).isFalse();
    }

    @Test
    void handlerThatFailsOnItsFailureTooLosesItsRegistration() throws IOException {
        IoRegistration registration =
                loop.register(readyPipe().source(), "bad", 1, SelectionKey.OP_READ, new IoHandler() {
                    @Override
                    public void onReady(IoRegistration r, int readyOps) throws IOException {
                        throw new IOException("boom");
                    }

                    @Override
                    public void onFailure(IoRegistration r, Throwable failure) {
                        throw new IllegalStateException("boom again");
                    }
                });
        loop.runOnce(0);
        assertThat(registration.isValid()).isFalse();
        assertThat(loop.statistics().failures()).isEqualTo(2);
    }

    @Test
    void registrationMadeInACallbackIsCalledFromTheNextTurnOn() throws IOException {
        Pipe second = readyPipe();
        loop.register(readyPipe().source(), "first", 1, SelectionKey.OP_READ, (registration, ops) -> {
            registration.cancel();
            register(second, "second", 0);
        });
        loop.runOnce(0);
        assertThat(seen).isEmpty();
        loop.runOnce(0);
        assertThat(seen).containsExactly("second");
    }

    @Test
    void closeInACallbackEndsTheTurnAndInvalidatesAll() throws IOException {
        IoRegistration second = register(readyPipe(), "second", 2);
        loop.register(readyPipe().source(), "first", 1, SelectionKey.OP_READ, (registration, ops) -> {
            loop.execute(() -> seen.add("task"));
            loop.close();
        });
        assertThat(loop.runOnce(0)).isTrue();
        assertThat(seen).isEmpty();
        assertThat(second.isValid()).isFalse();
        second.cancel();
        assertThat(loop.statistics().failures()).isZero();
    }

    @Test
    void busyTasksDoNotStarveChannels() throws IOException {
        Runnable[] again = new Runnable[1];
        again[0] = () -> loop.execute(again[0]);
        again[0].run();
        register(readyPipe(), "p", 1);
        IntStream.range(0, 10).forEach(i -> loop.runOnce(0));
        assertThat(seen).hasSize(10);
    }
}
