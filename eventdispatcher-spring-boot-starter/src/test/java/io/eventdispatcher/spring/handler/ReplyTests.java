package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyTests {

    private final HandlerTestContext context = HandlerTestContext.of(Replies.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aReplyThatIsNoMessageIsAFaultOfTheHandler() {
        assertThat(context.failure("TEXT command=not valid")).isInstanceOf(InvalidMessageException.class);
        assertThat(context.failure("ANY what=number"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing makes a reply of the returned value: type=java.lang.Integer; return Message, a"
                        + " record, Map, String (a command) or null");
        assertThat(context.failure("BAD_NAME")).isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void keysOfAMapAreNames() {
        assertThat(context.failure("NUMBERS"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("1");
        assertThat(context.failure("NULL_KEY"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the returned map has a null key");
    }

    @Test
    void nothingIsNoReply() {
        assertThat(context.send("VOID")).isEmpty();
        assertThat(context.send("MAP")).isEmpty();
        assertThat(context.send("OPTIONAL")).isEmpty();
        assertThat(context.send("STAGE")).isEmpty();
        assertThat(context.send("STAGE_OF_OPTIONAL")).isEmpty();
        assertThat(context.send("NO_STAGE")).isEmpty();
        assertThat(context.send("ANY what=nothing")).isEmpty();
    }

    @Test
    void aMessageIsSentAsItIs() {
        assertThat(context.send("<a:b MESSAGE")).containsExactly("x:y/OTHER p=1");
    }

    @Test
    void aTextIsACommandForTheSender() {
        assertThat(context.send("<a:b TEXT command=PONG")).containsExactly("a:b/PONG");
    }

    @Test
    void mapEntriesBecomeParametersOfTheReplyCommand() {
        assertThat(context.send("MAP a=1;b=2")).containsExactly("MAP_REPLY a=1;b=2");
        assertThat(context.send("<a:b MAP command=TOTAL;a=1")).containsExactly("a:b/TOTAL a=1");
        assertThat(context.send("FIXED")).containsExactly("FIXED_ANSWER");
    }

    @Test
    void recordComponentsBecomeParametersByTheirExactNames() {
        assertThat(context.send("RECORD"))
                .containsExactly(
                        "RECORD_REPLY at=12.5;from=127.0.0.1:80;inner_depth=1;inner_unit=DAYS;pause=PT5S;quick=true;"
                                + "unitPrice=1.5;who=me");
        assertThat(context.send("TOTAL")).containsExactly("SUM cents=1998");
        assertThat(context.send("TOTAL none=1")).containsExactly("TOTAL_REPLY cents=1");
    }

    @Test
    void stagesAndOptionalsOfAll() {
        assertThat(context.send("STAGE command=PONG")).containsExactly("PONG");
        assertThat(context.send("OPTIONAL cents=3")).containsExactly("OPTIONAL_REPLY cents=3");
        assertThat(context.send("STAGE_OF_OPTIONAL cents=3")).containsExactly("STAGE_OF_OPTIONAL_REPLY cents=3");
    }

    @Test
    void openTypesAreDecidedByTheValue() {
        assertThat(context.send("ANY what=text")).containsExactly("PONG");
        assertThat(context.send("ANY what=record")).containsExactly("ANY_REPLY cents=1");
        assertThat(context.send("ANY what=stage")).containsExactly("ANY_REPLY cents=2");
        assertThat(context.send("ANY what=optional")).containsExactly("ANY_REPLY cents=4");
        assertThat(context.send("SEALED")).containsExactly("SEALED_REPLY why=tired");
    }

    @Test
    void receivedCommandsThatNobodyMaySendAreNotContinued() {
        assertThat(context.send("lower-case")).containsExactly("REPLY");
    }

    record Inner(int depth, TimeUnit unit) {}

    record All(
            Instant at,
            InetSocketAddress from,
            Inner inner,
            boolean quick,
            double unitPrice,
            Duration pause,
            @Param("who") String name,
            @Nullable String none,
            Optional<String> empty) {}

    record Total(@Nullable String command, long cents) {}

    record Amount(long cents) {}

    sealed interface Answer permits No {}

    record No(String why) implements Answer {}

    @SuppressWarnings("unused")
    static class Replies {

        @MessageHandler("VOID")
        void nothing() {}

        @MessageHandler("MESSAGE")
        Message message() {
            return Message.builder("OTHER").to("x", "y").param("p", 1).build();
        }

        @MessageHandler("TEXT")
        String text(String command) {
            return command;
        }

        @MessageHandler("MAP")
        @Nullable
        Map<String, String> map(Map<String, String> all) {
            return all.isEmpty() ? null : new LinkedHashMap<>(all);
        }

        @MessageHandler(commands = "FIXED", reply = "FIXED_ANSWER")
        Map<String, String> fixed() {
            return Map.of();
        }

        @MessageHandler("NUMBERS")
        Map<Integer, String> numbers() {
            return new TreeMap<>(Map.of(1, "x"));
        }

        @MessageHandler("NULL_KEY")
        Map<@Nullable String, String> nullKey() {
            Map<@Nullable String, String> map = new HashMap<>();
            map.put(null, "x");
            return map;
        }

        @MessageHandler("BAD_NAME")
        Map<String, String> badName() {
            return Map.of("not a name", "x");
        }

        @MessageHandler("RECORD")
        All all() {
            return new All(
                    Instant.ofEpochMilli(12_500),
                    new InetSocketAddress("127.0.0.1", 80),
                    new Inner(1, TimeUnit.DAYS),
                    true,
                    1.5,
                    Duration.ofSeconds(5),
                    "me",
                    null,
                    Optional.empty());
        }

        @MessageHandler("TOTAL")
        Total total(Optional<Long> none) {
            return none.isPresent() ? new Total(null, 1) : new Total("SUM", 1998);
        }

        @MessageHandler("OPTIONAL")
        Optional<Amount> optional(Optional<Long> cents) {
            return cents.map(Amount::new);
        }

        @MessageHandler("STAGE")
        CompletionStage<@Nullable String> stage(@Nullable String command) {
            return CompletableFuture.completedFuture(command);
        }

        @MessageHandler("NO_STAGE")
        @Nullable
        CompletionStage<String> noStage() {
            return null;
        }

        @MessageHandler("STAGE_OF_OPTIONAL")
        CompletableFuture<Optional<Amount>> stageOfOptional(Optional<Long> cents) {
            return CompletableFuture.completedFuture(cents.map(Amount::new));
        }

        @MessageHandler("ANY")
        @Nullable
        Object any(String what) {
            return switch (what) {
                case "text" -> "PONG";
                case "record" -> new Amount(1);
                case "stage" -> CompletableFuture.completedFuture(new Amount(2));
                case "optional" -> Optional.of(new Amount(4));
                case "number" -> 3;
                default -> null;
            };
        }

        @MessageHandler("SEALED")
        Answer sealed() {
            return new No("tired");
        }

        @MessageHandler("regex:[a-z-]+")
        Map<String, List<String>> anything() {
            return Map.of();
        }
    }
}
