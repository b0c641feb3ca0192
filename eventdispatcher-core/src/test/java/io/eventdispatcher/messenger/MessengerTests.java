package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.FlowLimits;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.testing.ScriptedPeer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessengerTests {

    private static int names;

    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), new ManualClock());
    private final Dispatcher dispatcher = new Dispatcher();
    private final List<String> rejections = new ArrayList<>();
    private UnaryOperator<Messenger.Builder> settings = builder -> builder;
    private UnaryOperator<ConnectionOptions> connection = options -> options;
    private Listener listener;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private ScriptedPeer connect() throws IOException {
        Messenger messenger = settings.apply(Messenger.builder(dispatcher).observer(new MessageObserver() {
                    @Override
                    public void rejected(Connection from, Rejection rejection, String detail) {
                        rejections.add(rejection.name());
                    }
                }))
                .build();
        listener = Listener.on(Endpoint.parse("local:messenger-" + ++names), loop, messenger::newHandler)
                .name("main")
                .options(ListenerOptions.defaults().withConnection(connection.apply(ConnectionOptions.server())))
                .start();
        return ScriptedPeer.connect(listener.endpoint(), loop);
    }

    private String answersTo(String lines) throws IOException {
        return connect().send(lines).received();
    }

    private void on(String pattern, Consumer<Exchange> action) {
        dispatcher.on(pattern, action);
    }

    /** Runs what it is given when the test says so. */
    private static final class ManualExecutor implements Executor {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void runOne() {
            tasks.remove().run();
        }

        void runAll() {
            while (!tasks.isEmpty()) {
                runOne();
            }
        }
    }

    @Nested
    class Answering {

        @Test
        void handsAMessageToItsHandlerAndSendsTheReply() throws IOException {
            on(
                    "ADD",
                    x -> x.reply(x.message()
                            .reply("ADD_REPLY")
                            .param("sum", x.message().integer("a") + x.message().integer("b"))
                            .build()));
            assertThat(answersTo("ADD a=2;b=3\n")).isEqualTo("ADD_REPLY sum=5\n");
        }

        @Test
        void addressesTheReplyToTheSender() throws IOException {
            on("DAD", x -> x.reply("CLIMB"));
            assertThat(answersTo("<srv:svc DAD\n")).isEqualTo("srv:svc/CLIMB\n");
        }

        @Test
        void sendsAnAnswerThatIsWrittenStraightToTheConnection() throws IOException {
            on(
                    "ADD",
                    x -> x.answer("SUM")
                            .param("sum", x.message().integer("a") + 1)
                            .send());
            assertThat(answersTo("ADD a=2\n<srv:svc ADD a=3\n")).isEqualTo("SUM sum=3\nsrv:svc/SUM sum=4\n");
        }

        @Test
        void anAnswerIsSentOnce() throws IOException {
            List<Reply> kept = new ArrayList<>();
            on("DAD", x -> {
                kept.add(x.answer("CLIMB"));
                kept.get(0).send();
            });
            assertThat(answersTo("DAD\n")).isEqualTo("CLIMB\n");
            assertThatThrownBy(() -> kept.get(0).send())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the reply was sent already: command=CLIMB");
            assertThatThrownBy(() -> kept.get(0).param("a", 1)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void answersThatAreBegunTogetherDoNotMix() throws IOException {
            List<Reply> kept = new ArrayList<>();
            on("A", x -> kept.add(x.answer("FIRST").param("a", 1)));
            on("B", x -> {
                x.answer("SECOND").param("b", 2).send();
                kept.get(0).param("c", 3).send();
                x.answer("THIRD").send();
            });
            assertThat(answersTo("A\nB\n")).isEqualTo("SECOND b=2\nFIRST a=1;c=3\nTHIRD\n");
        }

        @Test
        void anAnswerThatIsTooLongBecomesAnError() throws IOException {
            connection = options -> options.withFraming(Framing.lines(100));
            on("A", x -> x.answer("LONG").param("a", "x".repeat(200)).send());
            assertThat(answersTo("A\nNOPE\n")).matches("ERROR command=A;id=[0-9a-f]{8}\nUNKNOWN command=NOPE\n");
            assertThat(rejections).containsExactly("UNDELIVERABLE", "UNKNOWN");
        }

        @Test
        void acceptsJson() throws IOException {
            on("DAD", x -> x.reply("CLIMB"));
            assertThat(answersTo("{\"command\":\"DAD\"}\n")).isEqualTo("CLIMB\n");
        }

        @Test
        void answersUnknownWithTheCommand() throws IOException {
            assertThat(answersTo("NOPE x=1\n<a:b foo\n")).isEqualTo("UNKNOWN command=NOPE\na:b/UNKNOWN command=foo\n");
            assertThat(rejections).containsExactly("UNKNOWN", "UNKNOWN");
        }

        @Test
        void whatNoEntryAcceptsIsUnknown() throws IOException {
            dispatcher.add(DispatchEntry.on("DAD")
                    .when(x -> !((ConnectionExchange) x).connection().owner().equals("main"))
                    .handler(DispatchHandler.of(x -> x.reply("CLIMB")))
                    .build());
            dispatcher.add(DispatchEntry.on("MOM")
                    .when(x -> ((ConnectionExchange) x).connection().owner().equals("main"))
                    .executor(Runnable::run)
                    .handler(DispatchHandler.of(x -> x.reply("BYE")))
                    .build());
            assertThat(answersTo("DAD\nMOM\n")).isEqualTo("UNKNOWN command=DAD\nBYE\n");
            assertThat(rejections).containsExactly("UNKNOWN");
        }

        @ParameterizedTest
        @ValueSource(strings = {"UNKNOWN command=X", "INVALID message=x", "ERROR id=1"})
        void neverAnswersAnAnswerThatSaysNo(String line) throws IOException {
            assertThat(answersTo(line + "\n")).isEmpty();
        }

        @Test
        void explainsALineThatIsNoMessageAndGoesOn() throws IOException {
            on("DAD", x -> x.reply("CLIMB"));
            String answers = answersTo("\n\n/bad\nDAD\n");
            assertThat(answers.lines()).hasSize(2);
            assertThat(Message.parse(answers.lines().findFirst().orElseThrow()).command())
                    .isEqualTo("INVALID");
            assertThat(answers).endsWith("CLIMB\n");
            assertThat(rejections).containsExactly("MALFORMED");
        }

        @Test
        void anEmptyLineOfTelnetIsNoMistake() throws IOException {
            on("DAD", x -> x.reply("CLIMB"));
            assertThat(answersTo("\r\nDAD\r\n\r\n")).isEqualTo("CLIMB\n");
        }

        @Test
        void saysNothingAboutBadLinesWhenToldToIgnoreThem() throws IOException {
            settings = builder -> builder.invalidMessage(Reaction.IGNORE).unknownCommand(Reaction.IGNORE);
            on("DAD", x -> x.reply("CLIMB"));
            assertThat(answersTo("/bad\nNOPE\nDAD\n")).isEqualTo("CLIMB\n");
        }

        @Test
        void closesAfterTheAnswerWhenToldTo() throws IOException {
            settings = builder -> builder.unknownCommand(Reaction.CLOSE);
            on("DAD", x -> x.reply("CLIMB"));
            ScriptedPeer peer = connect().send("NOPE\nDAD\n");
            assertThat(peer.received()).isEqualTo("UNKNOWN command=NOPE\n");
            assertThat(peer.isEnded()).isTrue();
        }

        @Test
        void refusesALongLineByNameOfTheLimit() throws IOException {
            connection = options -> options.withFraming(Framing.lines(100));
            ScriptedPeer peer = connect().send("X".repeat(101));
            assertThat(peer.received()).isEqualTo("INVALID message=line longer than 100 bytes\n");
            assertThat(peer.isEnded()).isTrue();
        }

        @Test
        void letsNoMessageHideInAnHttpRequest() throws IOException {
            List<String> seen = new ArrayList<>();
            on("DAD", x -> seen.add("DAD"));
            ScriptedPeer peer = connect().send("POST / HTTP/1.1\r\nHost: x\r\n\r\nDAD\n");
            assertThat(seen).isEmpty();
            assertThat(peer.received()).isEqualTo("INVALID message=this port does not speak HTTP\n");
            assertThat(peer.isEnded()).isTrue();
        }

        @Test
        void anHttpRequestThatPassesAsAMessageIsOneAsWell() throws IOException {
            List<String> seen = new ArrayList<>();
            on("DAD", x -> seen.add("DAD"));
            ScriptedPeer peer = connect().send("POST a=b HTTP/1.1\r\nHost: x\r\n\r\nDAD\n");
            assertThat(seen).isEmpty();
            assertThat(peer.isEnded()).isTrue();
        }

        @Test
        void anHttpRequestWithAQueryIsRefusedToo() throws IOException {
            List<String> seen = new ArrayList<>();
            on("DAD", x -> seen.add("DAD"));
            connect().send("POST /?a=b HTTP/1.1\r\nHost: x\r\n\r\nDAD\n");
            assertThat(seen).isEmpty();
        }

        @Test
        void noAnswerIsLostWhenThePeerReadsLate() throws IOException {
            connection = options -> options.withFlow(FlowLimits.defaults().withQueue(10_000, 5_000, 100_000));
            on(
                    "BIG",
                    x -> x.reply(x.message()
                            .reply("BIG_REPLY")
                            .param("x", "x".repeat(1_000))
                            .build()));
            ScriptedPeer peer = connect();
            peer.reading(false);
            peer.send("BIG\n".repeat(1_000));
            assertThat(listener.connections().statistics().queuedBytes()).isLessThan(20_000);
            peer.reading(true);
            assertThat(peer.received().lines()).hasSize(1_000);
        }

        @Test
        void greetsBeforeItReads() throws IOException {
            settings = builder -> builder.onOpen(opened -> opened.send(Message.of("HI")));
            on("DAD", x -> x.reply("CLIMB"));
            assertThat(answersTo("DAD\n")).isEqualTo("HI\nCLIMB\n");
        }
    }

    @Nested
    class Failing {

        @Test
        void aThrowingHandlerGivesAnErrorReplyWithAnIdOnly() throws IOException {
            on("BOOM", x -> {
                throw new IllegalStateException("secret detail");
            });
            on("DAD", x -> x.reply("CLIMB"));
            String answers = answersTo("BOOM\nDAD\n");
            assertThat(answers).matches("ERROR command=BOOM;id=[0-9a-f]{8}\nCLIMB\n");
        }

        @Test
        void aMessageThatDoesNotHoldWhatItsHandlerAsksForIsInvalid() throws IOException {
            on(
                    "ADD",
                    x -> x.reply(Message.builder("SUM")
                            .param("a", x.message().integer("a"))
                            .build()));
            assertThat(answersTo("ADD a=x\nADD\n").lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("INVALID command=ADD;message="))
                    .anyMatch(line -> line.contains("parameter=a value='x'"))
                    .anyMatch(line -> line.contains("parameter missing: command=ADD parameter=a"));
        }

        @Test
        void anInvalidMessageThatTheHandlerBuildsOrReadsElsewhereIsItsFailure() throws IOException {
            on("BUILDS", x -> x.reply("not a command"));
            on("READS", x -> Message.of("OTHER").integer("a"));
            assertThat(answersTo("BUILDS\nREADS\n"))
                    .matches("ERROR command=BUILDS;id=[0-9a-f]{8}\nERROR command=READS;id=[0-9a-f]{8}\n");
        }

        @Test
        void aFailureReportedByTheHandlerItselfIsReportedOnce() throws IOException {
            on("BOOM", x -> {
                ((ConnectionExchange) x).fail(new IOException("disk full"));
                throw new IllegalStateException("again");
            });
            assertThat(answersTo("BOOM\n")).matches("ERROR command=BOOM;id=[0-9a-f]{8}\n");
        }

        @Test
        void anAbandonedExchangeAnswersNoMore() throws IOException {
            on("LATE", x -> {
                ConnectionExchange instead = ((ConnectionExchange) x).abandon();
                assertThat(x.reply("LOST")).isFalse();
                assertThat(x.answer("LOST").param("a", 1).send()).isFalse();
                assertThat(instead.reply("INSTEAD")).isTrue();
            });
            assertThat(answersTo("LATE\n")).isEqualTo("INSTEAD\n");
        }

        @Test
        void aFailedStageIsTheSameAsAThrow() throws IOException {
            dispatcher.add(DispatchEntry.on("BOOM")
                    .handler(x -> CompletableFuture.failedFuture(new IOException("disk full")))
                    .build());
            assertThat(answersTo("BOOM\n")).matches("ERROR command=BOOM;id=[0-9a-f]{8}\n");
        }

        @Test
        void aStageThatFailsLaterIsTheSameAsAThrow() throws IOException {
            CompletableFuture<Void> later = new CompletableFuture<>();
            dispatcher.add(DispatchEntry.on("BOOM").handler(x -> later).build());
            ScriptedPeer peer = connect().send("BOOM\n");
            assertThat(peer.received()).isEmpty();
            later.completeExceptionally(new IOException("disk full"));
            peer.settle();
            assertThat(peer.received()).matches("ERROR command=BOOM;id=[0-9a-f]{8}\n");
        }

        @Test
        void anAnswerThatIsTooLongIsAnErrorReply() throws IOException {
            on(
                    "BIG",
                    x -> x.reply(x.message()
                            .reply("BIG_REPLY")
                            .param("text", "x".repeat(70_000))
                            .build()));
            on("DAD", x -> x.reply("CLIMB"));
            assertThat(answersTo("BIG\nDAD\n")).matches("ERROR command=BIG;id=[0-9a-f]{8}\nCLIMB\n");
            assertThat(rejections).containsExactly("UNDELIVERABLE");
        }

        @Test
        void aPeerWhoseQueueIsFullIsGivenUp() throws IOException {
            connection = options -> options.withFlow(FlowLimits.defaults().withQueue(1_000, 500, 10_000));
            on(
                    "BIG",
                    x -> x.reply(x.message()
                            .reply("BIG_REPLY")
                            .param("text", "x".repeat(20_000))
                            .build()));
            ScriptedPeer peer = connect().send("BIG\n");
            assertThat(peer.isEnded()).isTrue();
            assertThat(listener.connections().statistics().closed()).containsEntry(CloseReason.SLOW_CONSUMER, 1L);
        }

        @Test
        void whatAPeerWroteReachesTheLogWithoutControlCharacters() {
            Throwable logged =
                    LoggedFailure.of(new IllegalStateException("bad \u001b[2J\nFAKE line", new IOException("\u0007")));
            StringWriter text = new StringWriter();
            logged.printStackTrace(new PrintWriter(text));
            assertThat(text.toString())
                    .startsWith("java.lang.IllegalStateException: bad ")
                    .contains("Caused by: java.io.IOException")
                    .doesNotContain("\u001b", "\u0007", "\nFAKE");
        }

        @Test
        void aFullExecutorIsAnErrorReplyAndTheNextMessageIsHandled() throws IOException {
            Executor full = task -> {
                throw new RejectedExecutionException("queue full");
            };
            dispatcher.add(DispatchEntry.on("SLOW")
                    .executor(full)
                    .handler(DispatchHandler.of(x -> x.reply("DONE")))
                    .build());
            on("DAD", x -> x.reply("CLIMB"));
            assertThat(answersTo("SLOW\nSLOW\nDAD\n")).isEqualTo("""
                            ERROR command=SLOW;message=overloaded, try again later
                            ERROR command=SLOW;message=overloaded, try again later
                            CLIMB
                            """);
            assertThat(rejections).containsExactly("OVERLOADED", "OVERLOADED");
        }
    }

    @Nested
    class Ordering {

        private final ManualExecutor executor = new ManualExecutor();

        private void onExecutor(String command) {
            dispatcher.add(DispatchEntry.on(command)
                    .executor(executor)
                    .handler(DispatchHandler.of(
                            x -> x.reply(x.message().reply(command + "_REPLY").build())))
                    .build());
        }

        @Test
        void aLoopHandlerWaitsForTheSlowOneBeforeIt() throws IOException {
            onExecutor("SLOW");
            on("FAST", x -> x.reply("FAST_REPLY"));
            ScriptedPeer peer = connect().send("FAST\nSLOW\nFAST\nSLOW\nFAST\n");
            assertThat(peer.received()).isEqualTo("FAST_REPLY\n");
            executor.runAll();
            peer.settle();
            executor.runAll();
            peer.settle();
            assertThat(peer.received()).isEqualTo("FAST_REPLY\nSLOW_REPLY\nFAST_REPLY\nSLOW_REPLY\nFAST_REPLY\n");
        }

        @Test
        void unknownCommandsKeepTheirPlaceToo() throws IOException {
            onExecutor("SLOW");
            ScriptedPeer peer = connect().send("SLOW\nNOPE\n");
            assertThat(peer.received()).isEmpty();
            executor.runAll();
            peer.settle();
            assertThat(peer.received()).isEqualTo("SLOW_REPLY\nUNKNOWN command=NOPE\n");
        }

        @Test
        void aLineThatIsNoMessageIsRefusedInItsPlace() throws IOException {
            onExecutor("SLOW");
            ScriptedPeer peer = connect().send("SLOW\n/bad\nSLOW\n");
            assertThat(peer.received()).isEmpty();
            executor.runAll();
            peer.settle();
            assertThat(peer.received()).matches("SLOW_REPLY\nINVALID message=.*\nSLOW_REPLY\n");
        }

        @Test
        void aLineThatIsTooLongIsRefusedAfterTheAnswersBeforeIt() throws IOException {
            connection = options -> options.withFraming(Framing.lines(100));
            onExecutor("SLOW");
            ScriptedPeer peer = connect().send("SLOW\n" + "x".repeat(200));
            assertThat(peer.received()).isEmpty();
            executor.runAll();
            peer.settle();
            assertThat(peer.received()).isEqualTo("SLOW_REPLY\nINVALID message=line longer than 100 bytes\n");
            assertThat(peer.isEnded()).isTrue();
        }

        @Test
        void handlesNoMoreThanThePeerTakesAnswersOf() throws IOException {
            connection = options -> options.withFlow(FlowLimits.defaults().withQueue(10_000, 5_000, 1 << 20));
            String filler = "x".repeat(20_000);
            dispatcher.add(DispatchEntry.on("BIG")
                    .executor(executor)
                    .handler(DispatchHandler.of(x -> x.reply(
                            x.message().reply("BIG_REPLY").param("text", filler).build())))
                    .build());
            ScriptedPeer peer = connect();
            peer.reading(false);
            peer.send("BIG\n".repeat(100));
            executor.runAll();
            peer.settle();
            executor.runAll();
            Connection only = listener.connections().connections().get(0);
            assertThat(only.queuedBytes()).isLessThan(200_000);
            assertThat(Messenger.queued(only)).isGreaterThan(80);
            peer.reading(true);
            for (int i = 0; i < 1_000 && Messenger.queued(only) > 0; i++) {
                executor.runAll();
                peer.settle();
            }
            assertThat(peer.received().lines()).hasSize(100);
        }

        @Test
        void aBurstCostsOneHandOver() throws IOException {
            onExecutor("SLOW");
            ScriptedPeer peer = connect().send("SLOW\n".repeat(100));
            assertThat(executor.tasks).hasSize(1);
            executor.runOne();
            peer.settle();
            assertThat(executor.tasks).isEmpty();
            assertThat(peer.received().lines()).hasSize(100);
        }

        @Test
        void theNextMessageWaitsForAStage() throws IOException {
            List<CompletableFuture<Void>> stages = new ArrayList<>();
            dispatcher.add(DispatchEntry.on("LATER")
                    .handler(x -> {
                        CompletableFuture<Void> stage = new CompletableFuture<>();
                        stages.add(stage);
                        return stage.thenRun(() -> x.reply("DONE" + x.message().param("n")));
                    })
                    .build());
            ScriptedPeer peer = connect().send("LATER n=1\nLATER n=2\n");
            assertThat(stages).hasSize(1);
            stages.get(0).complete(null);
            peer.settle();
            assertThat(stages).hasSize(2);
            stages.get(1).complete(null);
            peer.settle();
            assertThat(peer.received()).isEqualTo("DONE1\nDONE2\n");
        }

        @Test
        void concurrentHandlersMayOvertake() throws IOException {
            List<CompletableFuture<Void>> stages = new ArrayList<>();
            dispatcher.add(DispatchEntry.on("LATER")
                    .concurrent(true)
                    .handler(x -> {
                        CompletableFuture<Void> stage = new CompletableFuture<>();
                        stages.add(stage);
                        return stage.thenRun(() -> x.reply("DONE" + x.message().param("n")));
                    })
                    .build());
            ScriptedPeer peer = connect().send("LATER n=1\nLATER n=2\n");
            stages.get(1).complete(null);
            stages.get(0).complete(null);
            peer.settle();
            assertThat(peer.received()).isEqualTo("DONE2\nDONE1\n");
        }

        @Test
        void stopsReadingWhenTooMuchWaitsAndLosesNothing() throws IOException {
            settings = builder -> builder.queueCapacity(10);
            onExecutor("SLOW");
            ScriptedPeer peer = connect().send("SLOW\n".repeat(100));
            Connection only = listener.connections().connections().get(0);
            assertThat(Messenger.queued(only)).isEqualTo(11);
            assertThat(only.snapshot().suspended()).isTrue();
            while (!executor.tasks.isEmpty()) {
                executor.runOne();
                peer.settle();
            }
            assertThat(peer.received().lines()).hasSize(100);
            assertThat(only.snapshot().suspended()).isFalse();
        }

        @Test
        void concurrentHandlersAreBoundedToo() throws IOException {
            settings = builder -> builder.queueCapacity(10);
            dispatcher.add(DispatchEntry.on("SLOW")
                    .executor(executor)
                    .concurrent(true)
                    .handler(DispatchHandler.of(x -> x.reply("DONE")))
                    .build());
            ScriptedPeer peer = connect().send("SLOW\n".repeat(100));
            assertThat(executor.tasks).hasSize(10);
            while (!executor.tasks.isEmpty()) {
                executor.runOne();
                peer.settle();
            }
            assertThat(peer.received().lines()).hasSize(100);
        }

        @Test
        void aPeerThatFinishesSendingFirstGetsTheAnswersOfSlowHandlers() throws IOException {
            onExecutor("SLOW");
            ScriptedPeer peer = connect().send("SLOW\nSLOW\n");
            peer.shutdownOutput();
            assertThat(peer.isEnded()).isFalse();
            executor.runAll();
            peer.settle();
            assertThat(peer.received()).isEqualTo("SLOW_REPLY\nSLOW_REPLY\n");
            assertThat(peer.isEnded()).isTrue();
        }

        @Test
        void nothingIsHandledAfterAMessageThatClosesTheConnection() throws IOException {
            settings = builder -> builder.unknownCommand(Reaction.CLOSE);
            onExecutor("SLOW");
            List<String> seen = new ArrayList<>();
            on("DAD", x -> seen.add("DAD"));
            ScriptedPeer peer = connect().send("SLOW\nNOPE\nDAD\n");
            executor.runAll();
            peer.settle();
            assertThat(seen).isEmpty();
            assertThat(peer.received()).isEqualTo("SLOW_REPLY\nUNKNOWN command=NOPE\n");
            assertThat(peer.isEnded()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void anErrorThatNobodyCatchesClosesTheConnection(boolean concurrent) throws IOException {
            dispatcher.add(DispatchEntry.on("SLOW")
                    .executor(executor)
                    .concurrent(concurrent)
                    .handler(x -> {
                        throw new Error("not caught");
                    })
                    .build());
            ScriptedPeer peer = connect().send("SLOW\nSLOW\n");
            peer.shutdownOutput();
            while (!executor.tasks.isEmpty()) {
                assertThatThrownBy(executor::runOne).isInstanceOf(Error.class);
            }
            peer.settle();
            assertThat(peer.isEnded()).isTrue();
            assertThat(listener.connections().size()).isZero();
        }

        @Test
        void observersSeeTheMessageAndTheHandlerAnswers() throws IOException {
            List<String> seen = new ArrayList<>();
            dispatcher.add(DispatchEntry.on("*")
                    .observe()
                    .executor(executor)
                    .handler(DispatchHandler.of(x -> seen.add(x.message().command())))
                    .build());
            on("DAD", x -> x.reply("CLIMB"));
            ScriptedPeer peer = connect().send("DAD\nNOPE\n");
            executor.runAll();
            peer.settle();
            executor.runAll();
            peer.settle();
            assertThat(seen).containsExactly("DAD", "NOPE");
            assertThat(peer.received()).isEqualTo("CLIMB\n");
        }
    }

    @Nested
    class SystemCommandsOfAService {

        private final List<String> hooks = new ArrayList<>();

        private void register(boolean permitted) {
            SystemCommands.register(
                    dispatcher,
                    new SystemHooks() {
                        @Override
                        public void stop(ConnectionExchange exchange, boolean quitting) {
                            hooks.add("stop " + quitting);
                        }

                        @Override
                        public void ready(ConnectionExchange exchange) {
                            hooks.add("ready " + exchange.message().param("my_address"));
                        }

                        @Override
                        public void restart(ConnectionExchange exchange) {
                            hooks.add("restart");
                        }

                        @Override
                        public void logRotate(ConnectionExchange exchange) {
                            hooks.add("log rotate");
                        }

                        @Override
                        public void leak(ConnectionExchange exchange) {
                            hooks.add("leak");
                        }
                    },
                    (command, from) -> permitted);
        }

        @Test
        void helpListsAllExactCommandsSorted() throws IOException {
            register(true);
            on("DAD", x -> {});
            on("EVENT*", x -> {});
            assertThat(answersTo("HELP\n"))
                    .isEqualTo("COMMANDS list=ALIVE,DAD,HELP,INVALID,LEAK,LOG_ROTATE,QUITTING,READY,RESTART,"
                            + "SERVICE_UNAVAILABLE,STOP,UNKNOWN\n");
        }

        @Test
        void aliveIsAnsweredWithTheTimeAndWhatWasSent() throws IOException {
            register(true);
            assertThat(answersTo("<srv:svc ALIVE serial=7;timestamp=123.5\n"))
                    .isEqualTo("srv:svc/ABSOLUTELY reply_timestamp=1767225600.000000000;serial=7;timestamp=123.5\n");
        }

        @Test
        void controlCommandsReachTheirHooksWhenPermitted() throws IOException {
            register(true);
            assertThat(answersTo("STOP\nQUITTING\nRESTART\nLOG_ROTATE\nLEAK\nREADY my_address=1.2.3.4:5\n"))
                    .isEmpty();
            assertThat(hooks)
                    .containsExactly("stop false", "stop true", "restart", "log rotate", "leak", "ready 1.2.3.4:5");
        }

        @Test
        void controlCommandsAreRefusedWhenNotPermitted() throws IOException {
            register(false);
            String answers = answersTo("STOP\nQUITTING\nRESTART\nLOG_ROTATE\nLEAK\n");
            assertThat(hooks).isEmpty();
            assertThat(rejections).hasSize(5).containsOnly("FORBIDDEN");
            assertThat(answers.lines())
                    .hasSize(5)
                    .allMatch(line -> line.startsWith("INVALID command=") && line.contains("not permitted"));
        }

        @Test
        void anApplicationsOwnHandlerComesFirst() throws IOException {
            register(true);
            on("ALIVE", x -> x.reply("MINE"));
            assertThat(answersTo("ALIVE\n")).isEqualTo("MINE\n");
        }
    }
}
