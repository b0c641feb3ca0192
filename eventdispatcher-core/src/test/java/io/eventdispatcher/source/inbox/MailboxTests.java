package io.eventdispatcher.source.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxTests {
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), new ManualClock());
    private final List<Integer> taken = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher();
    private final BlockingMailbox answers = new BlockingMailbox(2);

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void itemsAreHandedOverInOrderAndAFewPerTurn() {
        Mailbox<Integer> mailbox = Mailbox.open(loop, "numbers", taken::add);
        for (int i = 0; i < 100; i++) {
            assertThat(mailbox.offer(i)).isEqualTo(OfferResult.ACCEPTED);
        }
        loop.runOnce(0);
        assertThat(taken).hasSize(Mailbox.PER_TURN);
        loop.runOnce(0);
        assertThat(taken).hasSize(100).isSorted();
        assertThat(mailbox.delivered()).isEqualTo(100);
    }

    @Test
    void aFullMailboxSaysSo() {
        Mailbox<Integer> mailbox = Mailbox.open(loop, "small", 1, taken::add);
        mailbox.offer(1);
        assertThat(mailbox.offer(2)).isEqualTo(OfferResult.FULL);
        assertThat(mailbox.refused()).isEqualTo(1);
        loop.runOnce(0);
        assertThat(mailbox.offer(3)).isEqualTo(OfferResult.ACCEPTED);
    }

    @Test
    void aClosedMailboxSaysSoAndLetsTheLoopEnd() {
        Mailbox<Integer> mailbox = Mailbox.open(loop, "closed", taken::add);
        assertThat(loop.sources()).hasSize(1);
        mailbox.offer(1);
        mailbox.close();
        assertThat(mailbox.offer(2)).isEqualTo(OfferResult.CLOSED);
        loop.run();
        assertThat(taken).isEmpty();
    }

    @Test
    void messagesGoThroughTheDispatcherAndRepliesComeBack() throws InterruptedException {
        dispatcher.on("PING", exchange -> exchange.reply("PONG"));
        MessageMailbox mailbox = MessageMailbox.open(loop, "messages", dispatcher);
        assertThat(mailbox.offer(Message.of("PING"), answers)).isEqualTo(OfferResult.ACCEPTED);
        loop.runOnce(0);
        assertThat(answers.poll(Duration.ZERO).command()).isEqualTo("PONG");
    }

    @Test
    void unknownCommandsAreAnsweredButNeverUnknownItself() throws InterruptedException {
        MessageMailbox mailbox = MessageMailbox.open(loop, "messages", dispatcher);
        mailbox.offer(Message.of("WHAT"), answers);
        mailbox.offer(Message.of("UNKNOWN"), answers);
        loop.runOnce(0);
        Message answer = answers.poll(Duration.ZERO);
        assertThat(answer.command()).isEqualTo("UNKNOWN");
        assertThat(answer.param("command")).isEqualTo("WHAT");
        assertThat(answers.poll(Duration.ZERO)).isNull();
    }

    @Test
    void aHandlerThatFailsLosesNoOtherMessage() {
        List<String> handled = new ArrayList<>();
        dispatcher.on("BAD", exchange -> {
            throw new IllegalStateException("handler of the test");
        });
        dispatcher.on("GOOD", exchange -> handled.add("GOOD"));
        MessageMailbox mailbox = MessageMailbox.open(loop, "messages", dispatcher);
        mailbox.offer(Message.of("BAD"));
        mailbox.offer(Message.of("GOOD"));
        loop.runOnce(0);
        assertThat(handled).containsExactly("GOOD");
    }

    @Test
    void twoMailboxesTalkToEachOther() {
        List<String> heard = new ArrayList<>();
        Dispatcher other = new Dispatcher();
        dispatcher.on("PING", exchange -> exchange.reply("PONG"));
        other.on("PONG", exchange -> heard.add("PONG"));
        MessageMailbox back = MessageMailbox.open(loop, "back", other);
        MessageMailbox.open(loop, "there", dispatcher).offer(Message.of("PING"), back);
        loop.runOnce(0);
        loop.runOnce(0);
        assertThat(heard).containsExactly("PONG");
    }

    @Test
    void aBlockingMailboxIsBoundedAndGivesOutWhatIsThereAfterClosing() throws InterruptedException {
        assertThat(answers.offer(Message.of("A"))).isEqualTo(OfferResult.ACCEPTED);
        assertThat(answers.offer(Message.of("B"))).isEqualTo(OfferResult.ACCEPTED);
        assertThat(answers.offer(Message.of("C"))).isEqualTo(OfferResult.FULL);
        answers.close();
        assertThat(answers.offer(Message.of("D"))).isEqualTo(OfferResult.CLOSED);
        assertThat(answers.refused()).isEqualTo(2);
        assertThat(answers.poll(Duration.ofHours(1)).command()).isEqualTo("A");
        assertThat(answers.poll(Duration.ofHours(1)).command()).isEqualTo("B");
        assertThat(answers.poll(Duration.ofHours(1))).isNull();
    }

    @Test
    void capacitiesBelowOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mailbox.open(loop, "none", 0, item -> {}))
                .withMessageContaining("capacity=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BlockingMailbox(0))
                .withMessageContaining("value=0");
    }

    @Test
    void aMailboxWhoseLoopIsClosedSaysSoAtOnce() {
        Mailbox<Integer> mailbox = Mailbox.open(loop, "late", taken::add);
        loop.close();
        assertThat(mailbox.offer(1)).isEqualTo(OfferResult.CLOSED);
        assertThat(mailbox.refused()).isEqualTo(1);
    }

    @Test
    void aMailboxSaysSoWhenItsLoopWasClosedWithItemsOnTheirWay() {
        Mailbox<Integer> mailbox = Mailbox.open(loop, "late", taken::add);
        assertThat(mailbox.offer(1)).isEqualTo(OfferResult.ACCEPTED);
        loop.close();
        assertThat(mailbox.offer(2)).isEqualTo(OfferResult.CLOSED);
        assertThat(mailbox.isClosed()).isTrue();
        assertThat(mailbox.size()).isZero();
    }
}
