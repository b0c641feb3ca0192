package io.eventdispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.message.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DispatchTests {
    private final Dispatcher dispatcher = new Dispatcher();
    private final List<String> called = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();

    @Nested
    class Conditions {
        @Test
        void whatIsNotAcceptedGoesOnToTheNextEntry() {
            dispatcher.add(recording(
                    DispatchEntry.on("EVENT{n}")
                            .when(exchange -> exchange.variables().get("n").equals("1")),
                    "one"));
            dispatcher.add(recording(DispatchEntry.on("EVENT*"), "others"));
            run("EVENT1");
            run("EVENT2");
            assertThat(called).containsExactly("one", "others");
        }

        @Test
        void whatNobodyAcceptsIsNotProcessed() {
            dispatcher.add(recording(DispatchEntry.on("ADD").when(exchange -> false), "never"));
            dispatcher.add(recording(DispatchEntry.always().observe().when(exchange -> false), "never"));
            assertThat(run("ADD").processed()).isFalse();
            assertThat(called).isEmpty();
        }

        @Test
        void aConditionThatThrowsDoesNotAccept() {
            DispatchEntry broken = recording(
                    DispatchEntry.on("ADD").when(exchange -> {
                        throw new IllegalStateException("no");
                    }),
                    "never");
            dispatcher.add(broken);
            dispatcher.add(recording(DispatchEntry.on("ADD"), "second"));
            assertThat(run("ADD").failures()).isEmpty();
            assertThat(called).containsExactly("second");
            assertThat(broken.matchFailures()).isEqualTo(1);
        }
    }

    @Nested
    class Answers {
        @Test
        void anAnswerIsAReplyLikeAnyOther() {
            dispatcher.on(
                    "ADD",
                    x -> x.answer("SUM")
                            .param("c", true)
                            .param("a", 1)
                            .param("b", "two")
                            .param("d", Instant.ofEpochSecond(4))
                            .send());
            List<String> replies = new ArrayList<>();
            Dispatch.run(dispatcher, Message.parse("<srv:svc ADD"), reply -> replies.add(reply.toText()));
            assertThat(replies).containsExactly("srv:svc/SUM a=1;b=two;c=true;d=4");
        }

        @Test
        void anAnswerIsSentOnce() {
            List<Reply> kept = new ArrayList<>();
            dispatcher.on("ADD", x -> kept.add(x.answer("SUM")));
            run("ADD");
            assertThat(sent).isEmpty();
            assertThat(kept.get(0).send()).isTrue();
            assertThat(sent).containsExactly("SUM");
            assertThatThrownBy(() -> kept.get(0).send())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the reply was sent already: request=ADD");
        }
    }

    @Nested
    class Failures {
        @Test
        void handlerThatThrowsIsReportedAndEndsTheDispatch() {
            dispatcher.add(DispatchEntry.on("ADD")
                    .name("broken")
                    .handler(exchange -> {
                        throw new IllegalStateException("no");
                    })
                    .build());
            dispatcher.add(recording(DispatchEntry.on("*"), "second"));
            DispatchOutcome outcome = run("ADD");
            assertThat(outcome.processed()).isTrue();
            assertThat(outcome.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.entry().name()).isEqualTo("broken");
                assertThat(failure.cause()).hasMessage("no");
            });
            assertThat(called).isEmpty();
        }

        @Test
        void failingObserverDoesNotDisturbTheHandler() {
            dispatcher.add(DispatchEntry.always()
                    .observe()
                    .handler(exchange -> {
                        throw new AssertionError("observer");
                    })
                    .build());
            dispatcher.add(recording(DispatchEntry.on("ADD"), "handler"));
            DispatchOutcome outcome = run("ADD");
            assertThat(outcome.failures()).hasSize(1);
            assertThat(called).containsExactly("handler");
        }

        @Test
        void outOfMemoryIsNotHidden() {
            dispatcher.on("ADD", exchange -> {
                throw new OutOfMemoryError("simulated");
            });
            assertThatThrownBy(() -> run("ADD")).isInstanceOf(OutOfMemoryError.class);
        }

        @Test
        void executorNeedsMessenger() {
            dispatcher.add(recording(DispatchEntry.on("ADD").executor(Runnable::run), "never"));
            assertThat(run("ADD").failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.cause())
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("needs a messenger"));
            assertThat(called).isEmpty();
        }

        @Test
        void unfinishedStageNeedsMessenger() {
            dispatcher.add(DispatchEntry.on("ADD")
                    .handler(exchange -> new CompletableFuture<Void>())
                    .build());
            assertThat(run("ADD").failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.cause()).hasMessageContaining("still working"));
        }

        @Test
        void stageCompletedExceptionallyCountsAsThrown() {
            IllegalStateException cause = new IllegalStateException("late");
            dispatcher.add(DispatchEntry.on("ADD")
                    .handler(exchange -> CompletableFuture.completedFuture(1).thenRun(() -> {
                        throw cause;
                    }))
                    .build());
            assertThat(run("ADD").failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.cause()).isSameAs(cause));
        }

        @Test
        void predicateThatThrowsDoesNotMatchAndIsCounted() {
            DispatchEntry entry = recording(
                    DispatchEntry.matching("broken", message -> {
                        throw new IllegalStateException("predicate");
                    }),
                    "never");
            dispatcher.add(entry);
            dispatcher.add(recording(DispatchEntry.always(), "rest"));
            assertThat(run("ADD").failures()).isEmpty();
            run("ADD");
            assertThat(called).containsExactly("rest", "rest");
            assertThat(entry.matchFailures()).isEqualTo(2);
        }
    }

    @Test
    void nobodyThereIsFalse() {
        dispatcher.add(recording(DispatchEntry.on("OTHER"), "other"));
        assertThat(dispatch("ADD")).isFalse();
    }

    @Test
    void firstMatchEndsTheDispatch() {
        dispatcher.add(recording(DispatchEntry.on("ADD"), "first"));
        dispatcher.add(recording(DispatchEntry.on("A*"), "second"));
        assertThat(dispatch("ADD")).isTrue();
        assertThat(called).containsExactly("first");
    }

    @Test
    void smallerPriorityRunsFirstWhateverTheOrderOfRegistration() {
        dispatcher.add(recording(DispatchEntry.on("STOP").priority(DispatchEntry.PRIORITY_SYSTEM), "system"));
        dispatcher.add(recording(DispatchEntry.on("STOP"), "application"));
        assertThat(dispatch("STOP")).isTrue();
        assertThat(called).containsExactly("application");
    }

    @Test
    void observersDoNotEndTheDispatch() {
        dispatcher.add(recording(DispatchEntry.on("ADD"), "handler"));
        dispatcher.add(recording(DispatchEntry.on("ADD").observe(), "exact"));
        dispatcher.add(recording(DispatchEntry.on("A{x}").observe(), "pattern"));
        dispatcher.add(recording(DispatchEntry.always().observe(), "all"));
        assertThat(dispatch("ADD")).isTrue();
        assertThat(called).containsExactly("exact", "pattern", "all", "handler");
    }

    @Test
    void observedMessageCountsAsProcessedAndDoesNotReachTheCatchAll() {
        dispatcher.add(recording(DispatchEntry.always(), "catch-all"));
        dispatcher.add(recording(DispatchEntry.on("ADD").observe(), "observer"));
        assertThat(dispatch("ADD")).isTrue();
        assertThat(dispatch("SUB")).isTrue();
        assertThat(called).containsExactly("observer", "catch-all");
    }

    @Test
    void observerBehindTheHandlerDoesNotSeeTheMessage() {
        dispatcher.add(recording(DispatchEntry.on("ADD"), "handler"));
        dispatcher.add(recording(DispatchEntry.on("ADD").observe().priority(DispatchEntry.PRIORITY_DEFAULT), "late"));
        dispatch("ADD");
        assertThat(called).containsExactly("handler");
    }

    @Test
    void handlerGetsMessageVariablesAndTheWayBack() {
        List<Map<String, String>> variables = new ArrayList<>();
        dispatcher.on("EVENT{number}", exchange -> {
            variables.add(exchange.variables());
            assertThat(exchange.message().command()).isEqualTo("EVENT5");
            assertThat(exchange.entry().name()).isEqualTo("EVENT{number}");
            assertThat(exchange.reply("SEEN")).isTrue();
            assertThat(exchange.reply(Message.of("AGAIN"))).isTrue();
        });
        assertThat(dispatch("EVENT5")).isTrue();
        assertThat(variables).containsExactly(Map.of("number", "5"));
        assertThat(sent).containsExactly("SEEN", "AGAIN");
    }

    @Test
    void replyToNobodyIsRefused() {
        List<Boolean> accepted = new ArrayList<>();
        dispatcher.on("ADD", exchange -> accepted.add(exchange.reply("SUM")));
        assertThat(Dispatch.dispatch(dispatcher, Message.of("ADD"), ReplyPort.none()))
                .isTrue();
        assertThat(accepted).containsExactly(false);
    }

    @Test
    void completedStageIsDone() {
        dispatcher.add(DispatchEntry.on("ADD")
                .handler(exchange -> CompletableFuture.completedFuture("done"))
                .build());
        assertThat(run("ADD")).isEqualTo(new DispatchOutcome(true, List.of()));
    }

    @Test
    void handlersMayChangeTheDispatcherWhileItWalks() {
        Registration[] second = new Registration[1];
        dispatcher.add(DispatchEntry.on("ADD")
                .observe()
                .handler(DispatchHandler.of(exchange -> {
                    called.add("first");
                    second[0].remove();
                    dispatcher.add(recording(DispatchEntry.on("ADD").observe(), "third"));
                }))
                .build());
        second[0] = dispatcher.add(recording(DispatchEntry.on("ADD").observe(), "second"));
        dispatch("ADD");
        assertThat(called).containsExactly("first", "second");
        called.clear();
        dispatch("ADD");
        assertThat(called).containsExactly("first", "third");
    }

    @Test
    void dispatchInsideAHandlerIsPossible() {
        dispatcher.on("OUTER", exchange -> assertThat(dispatch("INNER")).isTrue());
        dispatcher.add(recording(DispatchEntry.on("INNER"), "inner"));
        assertThat(run("OUTER").failures()).isEmpty();
        assertThat(called).containsExactly("inner");
    }

    private DispatchEntry recording(DispatchEntry.Builder builder, String name) {
        return builder.name(name)
                .handler(DispatchHandler.of(exchange -> called.add(name)))
                .build();
    }

    private boolean dispatch(String command) {
        return Dispatch.dispatch(dispatcher, Message.of(command), this::send);
    }

    private DispatchOutcome run(String command) {
        return Dispatch.run(dispatcher, Message.of(command), this::send);
    }

    private boolean send(Message reply) {
        return sent.add(reply.command());
    }
}
