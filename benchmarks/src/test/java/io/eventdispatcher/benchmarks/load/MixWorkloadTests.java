package io.eventdispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MixWorkloadTests {

    private final MixWorkload workload = new MixWorkload(new MixEntry[] {
        entry("PING serial=00000000\n", 12, "PONG serial=", false),
        entry("C7 p0=a;p1=b\n", -1, "C7_REPLY count=2", false),
        entry("X1\n", -1, "UNKNOWN command=X1", false),
        entry("C1 broken\n", -1, "INVALID", true)
    });
    private final Conversation conversation = workload.begin(0);
    private final Mistakes mistakes = new Mistakes();

    @Test
    void acceptsTheRightReplies() {
        String requests = StandardCharsets.US_ASCII
                .decode(workload.requests(conversation, 5))
                .toString();
        assertThat(requests).isEqualTo("PING serial=10000000\nC7 p0=a;p1=b\nX1\nC1 broken\nPING serial=10000004\n");
        verify(
                "PONG serial=10000000\nC7_REPLY count=2\nUNKNOWN command=X1\nINVALID command=C1\nPONG serial=10000004\n");
        assertThat(mistakes.first()).isEmpty();
        assertThat(conversation.outstanding).isZero();
    }

    @Test
    void refusesAWrongCount() {
        workload.requests(conversation, 2);
        verify("PONG serial=10000000\nC7_REPLY count=3\n");
        assertThat(mistakes.wrong).isEqualTo(1);
    }

    @Test
    void refusesAWrongSerial() {
        workload.requests(conversation, 1);
        verify("PONG serial=10000001\n");
        assertThat(mistakes.first()).contains("instead of 'PONG serial=10000000'");
    }

    @Test
    void refusesAWrongOrder() {
        workload.requests(conversation, 2);
        verify("C7_REPLY count=2\nPONG serial=10000000\n");
        assertThat(mistakes.wrong).isEqualTo(2);
    }

    @Test
    void refusesAHandledUnknownCommand() {
        workload.requests(conversation, 3);
        verify("PONG serial=10000000\nC7_REPLY count=2\nX1_REPLY count=0\n");
        assertThat(mistakes.wrong).isEqualTo(1);
    }

    @Test
    void refusesAHandledInvalidMessage() {
        workload.requests(conversation, 4);
        verify("PONG serial=10000000\nC7_REPLY count=2\nUNKNOWN command=X1\nC1_REPLY count=0\n");
        assertThat(mistakes.wrong).isEqualTo(1);
    }

    @Test
    void refusesAReplyThatNobodyAskedFor() {
        verify("UNKNOWN command=X1\n");
        assertThat(mistakes.surplus).isEqualTo(1);
    }

    @Test
    void theScriptHasAllCommandsAndSizesAndIsRepeatable() {
        MixEntry[] script = MixScript.write(1, 10);
        assertThat(Arrays.stream(script).map(MixWorkloadTests::request))
                .containsExactlyElementsOf(Arrays.stream(MixScript.write(1, 10))
                        .map(MixWorkloadTests::request)
                        .toList());
        Set<String> commands = Arrays.stream(script)
                .filter(entry -> !entry.open())
                .map(entry -> request(entry).split("[ \n]")[0])
                .filter(command -> !command.startsWith("X"))
                .collect(Collectors.toSet());
        assertThat(commands).hasSize(20);
        assertThat(Arrays.stream(script)
                        .mapToInt(entry -> entry.request().length)
                        .max()
                        .orElse(0))
                .isBetween(12_000, MixScript.MAX_REQUEST_BYTES + 128);
        assertThat(Arrays.stream(script).filter(MixEntry::open).count()).isBetween(60L, 140L);
    }

    @Test
    void theScriptCountsItsParameters() {
        for (MixEntry entry : MixScript.write(2, 0)) {
            String request = request(entry);
            long parameters = request.chars().filter(c -> c == '=').count();
            if (entry.serialAt() < 0) {
                assertThat(new String(entry.reply(), StandardCharsets.US_ASCII)).endsWith("count=" + parameters);
            }
        }
    }

    private static String request(MixEntry entry) {
        return new String(entry.request(), StandardCharsets.US_ASCII);
    }

    private static MixEntry entry(String request, int serialAt, String reply, boolean open) {
        return new MixEntry(
                request.getBytes(StandardCharsets.US_ASCII), serialAt, reply.getBytes(StandardCharsets.US_ASCII), open);
    }

    private void verify(String replies) {
        byte[] bytes = replies.getBytes(StandardCharsets.US_ASCII);
        assertThat(workload.verify(conversation, bytes, 0, bytes.length, mistakes))
                .isEqualTo(bytes.length);
    }
}
