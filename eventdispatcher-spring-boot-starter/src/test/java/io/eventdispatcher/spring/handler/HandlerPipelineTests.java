package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.dispatch.Dispatch;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.ReplyPort;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandlerPipelineTests {

    private final HandlerTestContext context =
            HandlerTestContext.of(Failing.class, Slow.class, Recording.class, Broken.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void exceptionsGoOnToTheMessengerAsTheyAre() {
        assertThat(context.failure("THROW what=checked"))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThat(context.failure("THROW what=overflow")).isInstanceOf(StackOverflowError.class);
        assertThat(context.failure("STAGE what=error"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("late");
        assertThat(context.registry().handlers())
                .extracting(HandlerSnapshot::statistics)
                .contains(new HandlerStatistics(0, 0, 1, 0, 0), new HandlerStatistics(0, 0, 2, 0, 0));
    }

    @Test
    void aFailureThatWrapsNothingIsAFailure() {
        assertThat(context.failure("STAGE what=hollow"))
                .isInstanceOf(CompletionException.class)
                .hasMessage("hollow");
        assertThat(context.registry().handlers())
                .extracting(HandlerSnapshot::statistics)
                .contains(new HandlerStatistics(0, 0, 1, 0, 0));
    }

    @Test
    void handlersMayRefuseTheMessageThemselvesNowOrLater() {
        assertThat(context.send("THROW what=invalid"))
                .containsExactly("INVALID command=THROW;message=what: not you again");
        assertThat(context.send("STAGE what=invalid")).containsExactly("INVALID command=STAGE;message=what: too late");
    }

    @Test
    void answersAreNeverAnswered() {
        assertThat(context.send("INVALID")).isEmpty();
        assertThat(context.send("UNKNOWN")).isEmpty();
        assertThat(context.send("ERROR")).isEmpty();
    }

    @Test
    void observersSeeEachCallOnceAndMayFail() {
        context.send("THROW what=nothing");
        context.send("THROW");
        context.failure("STAGE what=error");

        assertThat(context.spring().getBean(Recording.class).seen)
                .containsExactly(
                        "started handlerPipelineTests.Failing#fail",
                        "leave",
                        "finished SUCCESS null 5",
                        "started handlerPipelineTests.Failing#fail",
                        "leave",
                        "finished INVALID what: missing 5",
                        "started handlerPipelineTests.Failing#later",
                        "leave",
                        "finished ERROR late 5");
    }

    @Test
    void anAsynchronousCallIsEnteredAgainWhereItsResultArrives() {
        Slow slow = context.spring().getBean(Slow.class);
        List<String> replies = new ArrayList<>();
        Dispatch.run(
                context.spring().getBean(Dispatcher.class),
                Message.parse("SLOW"),
                reply -> replies.add(reply.toText()));
        slow.result.complete("DONE");

        assertThat(replies).containsExactly("DONE");
        assertThat(context.spring().getBean(Recording.class).seen)
                .containsExactly(
                        "started handlerPipelineTests.Slow#slow", "leave", "enter", "leave", "finished SUCCESS null 5");
    }

    @Test
    void whatTheSecondObserverOpensIsClosedFirst() {
        List<String> seen = new ArrayList<>();
        CallRecorder recorder = new CallRecorder(
                descriptor(),
                List.of((handler, exchange) -> call("one", seen), (handler, exchange) -> call("two", seen)),
                NanoClock.system());
        HandlerCall both = recorder.begin(exchange());
        recorder.leave(both);
        recorder.enter(both);
        recorder.leave(both);

        assertThat(seen).containsExactly("leave two", "leave one", "enter one", "enter two", "leave two", "leave one");
    }

    @Test
    void callsThatNobodyIsInterestedInAreNotTimed() {
        CallRecorder recorder =
                new CallRecorder(descriptor(), List.of((handler, exchange) -> null), NanoClock.system());

        assertThat(recorder.begin(exchange())).isNull();
        assertThat(recorder.now(null)).isZero();
    }

    private static HandlerDescriptor descriptor() {
        return new HandlerDescriptor(
                "x",
                List.of("X"),
                "",
                "",
                "",
                OriginFilter.everywhere(),
                Execution.LOOP,
                "",
                false,
                Duration.ZERO,
                true);
    }

    private static Exchange exchange() {
        List<Exchange> seen = new ArrayList<>();
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.add(
                DispatchEntry.on("X").handler(DispatchHandler.of(seen::add)).build());
        Dispatch.run(dispatcher, Message.parse("X"), ReplyPort.none());
        return seen.get(0);
    }

    private static HandlerCall call(String name, List<String> seen) {
        return new HandlerCall() {
            @Override
            public void enter() {
                seen.add("enter " + name);
            }

            @Override
            public void leave() {
                seen.add("leave " + name);
            }
        };
    }

    @SuppressWarnings("unused")
    static class Failing {

        @MessageHandler({"THROW", "INVALID", "UNKNOWN", "ERROR"})
        void fail(String what) throws IOException {
            switch (what) {
                case "checked" -> throw new IOException("disk");
                case "overflow" -> throw new StackOverflowError("deep");
                case "invalid" -> throw new InvalidArgumentException("what", "not you again");
                default -> {}
            }
        }

        @MessageHandler("STAGE")
        CompletionStage<Void> later(String what) {
            return CompletableFuture.failedFuture(
                    switch (what) {
                        case "error" -> new IllegalStateException("late");
                        case "hollow" -> new CompletionException("hollow", null);
                        default -> new InvalidArgumentException("what", "too late");
                    });
        }
    }

    static class Slow {

        final CompletableFuture<String> result = new CompletableFuture<>();

        @MessageHandler("SLOW")
        CompletionStage<String> slow() {
            return result;
        }
    }

    static class Recording implements HandlerObserver {

        private final List<String> seen = new ArrayList<>();

        @Override
        public HandlerCall started(HandlerDescriptor handler, Exchange exchange) {
            seen.add("started " + handler.id());
            return new HandlerCall() {
                @Override
                public void enter() {
                    seen.add("enter");
                }

                @Override
                public void leave() {
                    seen.add("leave");
                }

                @Override
                public void finished(Outcome outcome, @Nullable Throwable failure, long nanos) {
                    String message = failure == null ? null : failure.getMessage();
                    seen.add("finished " + outcome + " " + message + " " + nanos);
                }
            };
        }
    }

    static class Broken implements HandlerObserver {

        @Override
        public HandlerCall started(HandlerDescriptor handler, Exchange exchange) {
            throw new IllegalStateException("observer failed");
        }
    }
}
