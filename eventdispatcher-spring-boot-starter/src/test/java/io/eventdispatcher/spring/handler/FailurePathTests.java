package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

class FailurePathTests {

    private final HandlerTestContext context =
            HandlerTestContext.of(Handlers.class, Interceptors.class, ErrorHandlers.class);
    private final Interceptors interceptors = context.spring().getBean(Interceptors.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void interceptorsStandAroundTheHandlerInOrder() {
        assertThat(context.send("OK")).containsExactly("DONE");

        assertThat(interceptors.seen).containsExactly("before 1", "before 2", "after 2", "after 1");
    }

    @Test
    void anInterceptorMayEndTheCall() {
        assertThat(context.send("OK stop=2")).containsExactly("STOPPED");

        assertThat(interceptors.seen).containsExactly("before 1", "before 2", "after 1");
        assertThat(context.registry().handlers())
                .extracting(HandlerSnapshot::statistics)
                .containsOnlyOnce(new HandlerStatistics(1, 0, 0, 0, 0));
    }

    @Test
    void failuresOfInterceptorsTakeTheSameWay() {
        assertThat(context.send("OK before=2")).containsExactly("HANDLED what=before");
        assertThat(interceptors.seen).containsExactly("before 1", "before 2", "error 1");

        interceptors.seen.clear();
        assertThat(context.send("OK after=2")).containsExactly("HANDLED what=after");
        assertThat(interceptors.seen).containsExactly("before 1", "before 2", "after 2", "error 1");
    }

    @Test
    void failuresOfHandlersReachInterceptorsAndErrorHandlersNowAndLater() {
        for (String command : List.of("FAIL", "FAIL_LATER", "FAIL_LATER_YET")) {
            interceptors.seen.clear();
            CompletableFuture<?> later = context.spring().getBean(Handlers.class).later;
            List<String> replies = context.sendAsync(command);
            later.completeExceptionally(new IllegalStateException("known"));

            assertThat(replies).containsExactly("HANDLED what=known");
            assertThat(interceptors.seen).containsExactly("before 1", "before 2", "error 2", "error 1");
        }
    }

    @Test
    void errorsTakeTheSameWay() {
        assertThat(context.send("FAIL error=1")).containsExactly("HANDLED what=error");
        assertThat(context.send("FAIL broken=2")).containsExactly("HANDLED what=known");
    }

    @Test
    void whatEndsTheVirtualMachineIsNoFailureOfACall() {
        assertThatThrownBy(() -> context.send("FAIL memory=1")).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anErrorHandlerThatFailsLeavesTheFailureToTheNext() {
        assertThat(context.send("FAIL broken=1")).containsExactly("HANDLED what=known");
    }

    @Test
    void whatNobodyHandlesHasItsDefault() {
        assertThat(context.send("MISSING")).containsExactly("INVALID command=MISSING;message=number: missing");
        assertThat(context.failure("FAIL other=1")).hasMessage("other");
    }

    /** An error that only the application knows. */
    static class Unexpected extends Error {

        private static final long serialVersionUID = 1L;

        Unexpected(String message) {
            super(message);
        }
    }

    @SuppressWarnings("unused")
    static class Handlers {

        final CompletableFuture<Object> later = new CompletableFuture<>();

        @MessageHandler("OK")
        String ok() {
            return "DONE";
        }

        @MessageHandler("MISSING")
        void missing(int number) {}

        @MessageHandler("FAIL")
        String fail(Exchange exchange) {
            if (exchange.message().has("error")) {
                throw new Unexpected("error");
            }
            if (exchange.message().has("memory")) {
                throw new OutOfMemoryError("on purpose");
            }
            throw new IllegalStateException(exchange.message().has("other") ? "other" : "known");
        }

        @MessageHandler("FAIL_LATER")
        CompletionStage<String> failLater() {
            return CompletableFuture.failedFuture(new IllegalStateException("known"));
        }

        @MessageHandler("FAIL_LATER_YET")
        CompletionStage<Object> failLaterYet() {
            return later;
        }
    }

    static class Interceptors {

        final List<String> seen = new ArrayList<>();

        @Bean
        @Order(2)
        MessageInterceptor second() {
            return interceptor("2");
        }

        @Bean
        @Order(1)
        MessageInterceptor first() {
            return interceptor("1");
        }

        private MessageInterceptor interceptor(String name) {
            return new MessageInterceptor() {
                @Override
                public boolean before(HandlerDescriptor handler, Exchange exchange) {
                    seen.add("before " + name);
                    throwIf(exchange, "before");
                    boolean stop = name.equals(exchange.message().param("stop"));
                    return !stop || !exchange.reply("STOPPED");
                }

                @Override
                public void after(HandlerDescriptor handler, Exchange exchange) {
                    seen.add("after " + name);
                    throwIf(exchange, "after");
                }

                @Override
                public void onError(HandlerDescriptor handler, Exchange exchange, Throwable failure) {
                    seen.add("error " + name);
                    throw new IllegalStateException("ignored");
                }

                private void throwIf(Exchange exchange, String where) {
                    if (name.equals(exchange.message().param(where))) {
                        throw new IllegalStateException(where);
                    }
                }
            };
        }
    }

    static class ErrorHandlers {

        @Bean
        @Order(1)
        MessageErrorHandler broken() {
            return (handler, exchange, failure) -> {
                if ("2".equals(exchange.message().param("broken"))) {
                    throw new Unexpected("broken error handler");
                }
                if (exchange.message().has("broken")) {
                    throw new IllegalStateException("broken error handler");
                }
                return false;
            };
        }

        @Bean
        @Order(2)
        MessageErrorHandler known() {
            return (handler, exchange, failure) -> {
                boolean known = failure instanceof Unexpected
                        || failure instanceof IllegalStateException && !"other".equals(failure.getMessage());
                return known
                        && exchange.answer("HANDLED")
                                .param("what", failure.getMessage())
                                .send();
            };
        }
    }
}
