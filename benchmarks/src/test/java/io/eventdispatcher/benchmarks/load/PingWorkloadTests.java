package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PingWorkloadTests {

    private final PingWorkload workload = new PingWorkload("hello");
    private final Conversation conversation = workload.begin(0);
    private final Mistakes mistakes = new Mistakes();

    @Test
    void numbersItsRequests() {
        assertThat(text(workload.requests(conversation, 2)))
                .isEqualTo("PING serial=10000000;text=hello\nPING serial=10000001;text=hello\n");
        assertThat(text(workload.requests(conversation, 1))).isEqualTo("PING serial=10000002;text=hello\n");
        assertThat(conversation.outstanding).isEqualTo(3);
    }

    @Test
    void connectionsHaveSerialsOfTheirOwn() {
        assertThat(text(workload.requests(workload.begin(1), 1)))
                .isNotEqualTo(text(workload.requests(conversation, 1)));
    }

    @Test
    void encodesNoMoreThanFits() {
        PingWorkload large = new PingWorkload("x".repeat(100_000));
        Conversation sender = large.begin(0);
        large.requests(sender, 10);
        assertThat(sender.outstanding).isEqualTo(2);
    }

    @Test
    void acceptsTheRightReplies() {
        workload.requests(conversation, 2);
        assertThat(verify("PONG serial=10000000\nPONG serial=10000001\n")).isEqualTo(42);
        assertThat(mistakes.total()).isZero();
        assertThat(conversation.outstanding).isZero();
    }

    @Test
    void leavesAnIncompleteReply() {
        workload.requests(conversation, 2);
        assertThat(verify("PONG serial=10000000\nPONG serial=1000000")).isEqualTo(21);
        assertThat(mistakes.total()).isZero();
        assertThat(conversation.outstanding).isEqualTo(1);
    }

    @Test
    void refusesAWrongSerial() {
        workload.requests(conversation, 1);
        verify("PONG serial=10000001\n");
        assertThat(mistakes.wrong).isEqualTo(1);
        assertThat(mistakes.first())
                .isEqualTo("wrong reply: got 'PONG serial=10000001' instead of 'PONG serial=10000000'");
    }

    @Test
    void refusesAWrongOrder() {
        workload.requests(conversation, 3);
        verify("PONG serial=10000000\nPONG serial=10000002\nPONG serial=10000001\n");
        assertThat(mistakes.wrong).isEqualTo(2);
    }

    @Test
    void noticesAMissingReplyByTheNextOne() {
        workload.requests(conversation, 2);
        verify("PONG serial=10000001\n");
        assertThat(mistakes.wrong).isEqualTo(1);
        assertThat(conversation.outstanding).isEqualTo(1);
    }

    @Test
    void refusesAReplyThatNobodyAskedFor() {
        workload.requests(conversation, 1);
        verify("PONG serial=10000000\nPONG serial=10000001\n");
        assertThat(mistakes.surplus).isEqualTo(1);
        assertThat(mistakes.wrong).isZero();
    }

    @Test
    void refusesAnotherCommandWithTheRightSerial() {
        workload.requests(conversation, 1);
        verify("PANG serial=10000000\n");
        assertThat(mistakes.wrong).isEqualTo(1);
    }

    @Test
    void refusesWhatFollowsTheSerial() {
        workload.requests(conversation, 1);
        verify("PONG serial=10000000;more=1\n");
        assertThat(mistakes.wrong).isEqualTo(1);
    }

    @Test
    void refusesAShorterReply() {
        workload.requests(conversation, 1);
        verify("PONG serial=1\n");
        assertThat(mistakes.wrong).isEqualTo(1);
    }

    private int verify(String replies) {
        byte[] bytes = replies.getBytes(StandardCharsets.US_ASCII);
        return workload.verify(conversation, bytes, 0, bytes.length, mistakes);
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.US_ASCII.decode(buffer).toString();
    }
}
