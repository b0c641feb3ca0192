package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedHandlerTests {

    private final HandlerTestContext context = HandlerTestContext.of(Failing.class, Recording.class, Broken.class);

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
                .containsExactlyInAnyOrder(new HandlerStatistics(0, 0, 1), new HandlerStatistics(0, 0, 2));
    }

    @Test
    void aFailureThatWrapsNothingIsAFailure() {
        assertThat(context.failure("STAGE what=hollow"))
                .isInstanceOf(CompletionException.class)
                .hasMessage("hollow");
        assertThat(context.registry().handlers())
                .extracting(HandlerSnapshot::statistics)
                .contains(new HandlerStatistics(0, 0, 1));
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
                        "started guardedHandlerTests.Failing#fail",
                        "finished guardedHandlerTests.Failing#fail SUCCESS null 5",
                        "started guardedHandlerTests.Failing#fail",
                        "finished guardedHandlerTests.Failing#fail INVALID what: missing 5",
                        "started guardedHandlerTests.Failing#later",
                        "finished guardedHandlerTests.Failing#later ERROR late 5");
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

    static class Recording implements HandlerObserver {

        private final List<String> seen = new ArrayList<>();

        @Override
        public void started(HandlerDescriptor handler, Exchange exchange) {
            seen.add("started " + handler.id());
        }

        @Override
        public void finished(
                HandlerDescriptor handler,
                Exchange exchange,
                Outcome outcome,
                @Nullable Throwable failure,
                long nanos) {
            String message = failure == null ? null : failure.getMessage();
            seen.add("finished " + handler.id() + " " + outcome + " " + message + " " + nanos);
        }
    }

    static class Broken implements HandlerObserver {

        @Override
        public void started(HandlerDescriptor handler, Exchange exchange) {
            throw new IllegalStateException("observer failed");
        }
    }
}
