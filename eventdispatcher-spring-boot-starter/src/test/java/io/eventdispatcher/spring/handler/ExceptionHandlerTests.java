package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageExceptionHandler;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.MessageHandlerAdvice;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

class ExceptionHandlerTests {

    private final HandlerTestContext context =
            HandlerTestContext.of(Shop.class, Other.class, LastAdvice.class, FirstAdvice.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void theNearestTypeOfTheBeanWins() {
        assertThat(context.send("BUY what=state")).containsExactly("STATE text=state");
        assertThat(context.send("BUY what=argument")).containsExactly("ERROR kind=runtime");
    }

    @Test
    void aCauseIsLookedAtWhenTheFailureItselfIsNotHandled() {
        assertThat(context.send("BUY what=cause")).containsExactly("MISSING_FILE text=cause;what=cause");
    }

    @Test
    void failuresOfStagesAndPublishersAreHandledTheSame() {
        assertThat(context.send("LATER what=state")).containsExactly("STATE text=state");
        assertThat(context.send("MONO what=state")).containsExactly("STATE text=state");
    }

    @Test
    void advicesAreAskedInOrderAfterTheBean() {
        assertThat(context.send("OTHER what=io")).containsExactly("FIRST text=io");
        assertThat(context.send("OTHER what=state")).containsExactly("LAST text=state");
        assertThat(context.failure("OTHER what=error")).isInstanceOf(AssertionError.class);
    }

    @Test
    void anExceptionHandlerThatFailsLeavesTheFirstFailureToTheNext() {
        assertThat(context.send("BUY what=unsupported")).containsExactly("LAST text=unsupported");
        assertThat(context.send("BUY what=security")).containsExactly("LAST text=security");
    }

    @Test
    void handlersRegisteredInCodeHaveTheAdvices() {
        context.registry().register("CODE", exchange -> {
            throw new IOException("code");
        });
        assertThat(context.send("CODE")).containsExactly("FIRST text=code");
    }

    @Test
    void aMissingParameterMayBeHandledToo() {
        assertThat(context.send("BUY")).containsExactly("ERROR kind=runtime");
        assertThat(context.send("OTHER")).containsExactly("INVALID command=OTHER;message=what: missing");
    }

    @Test
    void unusableExceptionHandlersStopTheStart() {
        assertRefused(
                Twice.class, "one(IllegalStateException) of the same bean handles java.lang.IllegalStateException");
        assertRefused(Nothing.class, "it does not say which exceptions it handles");
        assertRefused(Lonely.class, "its bean has no message handlers");
        assertRefused(TooNarrow.class, "its argument cannot be a java.lang.RuntimeException");
    }

    private static void assertRefused(Class<?> bean, String problem) {
        HandlerTestContext refused = HandlerTestContext.with(bean);
        assertThatThrownBy(refused::start)
                .isInstanceOf(InvalidHandlerException.class)
                .hasMessageContaining(problem);
    }

    @SuppressWarnings("unused")
    static class Shop {

        @MessageHandler("BUY")
        String buy(String what) throws Exception {
            throw failure(what);
        }

        @MessageHandler("LATER")
        CompletionStage<String> later(String what) {
            return CompletableFuture.failedFuture(failure(what));
        }

        @MessageHandler("MONO")
        Mono<String> mono(String what) {
            return Mono.error(failure(what));
        }

        @MessageExceptionHandler
        Map<String, ?> runtime(RuntimeException failure) {
            return Map.of("kind", "runtime");
        }

        @MessageExceptionHandler(IllegalStateException.class)
        Message state(IllegalStateException failure, Message failed) {
            return failed.reply("STATE").param("text", failure.getMessage()).build();
        }

        @MessageExceptionHandler(reply = "MISSING_FILE")
        CompletionStage<Map<String, ?>> missing(FileNotFoundException failure, String what) {
            return CompletableFuture.completedFuture(Map.of("what", what, "text", failure.getMessage()));
        }

        @MessageExceptionHandler
        void broken(UnsupportedOperationException failure) {
            throw new IllegalStateException("broken");
        }

        @MessageExceptionHandler
        CompletionStage<String> brokenLater(SecurityException failure) {
            return CompletableFuture.failedFuture(new IllegalStateException("broken"));
        }
    }

    static class Other {

        @MessageHandler("OTHER")
        void other(String what) throws Exception {
            if (what.equals("error")) {
                throw new AssertionError("error");
            }
            throw failure(what);
        }
    }

    private static Exception failure(String what) {
        return switch (what) {
            case "state" -> new IllegalStateException(what);
            case "io" -> new IOException(what);
            case "cause" -> new Exception("wrapped", new FileNotFoundException(what));
            case "unsupported" -> new UnsupportedOperationException(what);
            case "security" -> new SecurityException(what);
            default -> new IllegalArgumentException(what);
        };
    }

    @MessageHandlerAdvice
    @Order(1)
    static class FirstAdvice {

        @MessageExceptionHandler
        Message io(IOException failure, Message failed) {
            return failed.reply("FIRST").param("text", failure.getMessage()).build();
        }
    }

    @MessageHandlerAdvice
    @Order(2)
    static class LastAdvice {

        @MessageExceptionHandler({
            IOException.class,
            IllegalStateException.class,
            UnsupportedOperationException.class,
            SecurityException.class
        })
        Message any(Exception failure, Message failed) {
            return failed.reply("LAST").param("text", failure.getMessage()).build();
        }
    }

    @SuppressWarnings("unused")
    static class Twice {

        @MessageHandler("X")
        void x() {}

        @MessageExceptionHandler
        void one(IllegalStateException failure) {}

        @MessageExceptionHandler(IllegalStateException.class)
        void two() {}
    }

    static class Nothing {

        @MessageHandler("X")
        void x() {}

        @MessageExceptionHandler
        void nothing() {}
    }

    static class Lonely {

        @MessageExceptionHandler
        void lonely(IllegalStateException failure) {}
    }

    static class TooNarrow {

        @MessageHandler("X")
        void x() {}

        @MessageExceptionHandler(RuntimeException.class)
        void narrow(IllegalStateException failure) {}
    }
}
