package io.eventdispatcher.source.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that talk to a loop through mailboxes. */
@Timeout(60)
class BlockingMailboxIT {
    @Test
    void fourThreadsGetTheirOwnAnswers() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on(
                "ECHO",
                exchange -> exchange.reply(exchange.message()
                        .reply("REPLY")
                        .param("value", exchange.message().text("value"))
                        .build()));
        try (LoopThread loop = LoopThread.start(EventLoop.open("mail"));
                MessageMailbox mailbox = MessageMailbox.open(loop.loop(), "mail", dispatcher)) {
            List<Thread> threads = new ArrayList<>();
            List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < 4; t++) {
                String mine = "t" + t;
                Thread thread = new Thread(() -> talk(mailbox, mine, wrong), mine);
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(mailbox.delivered()).isEqualTo(4 * 1_000);
        }
    }

    private static void talk(MessageMailbox mailbox, String mine, List<String> wrong) {
        BlockingMailbox answers = new BlockingMailbox();
        try {
            for (int i = 0; i < 1_000; i++) {
                Message question =
                        Message.builder("ECHO").param("value", mine + "-" + i).build();
                mailbox.offer(question, answers);
                Message answer = answers.poll(Duration.ofSeconds(30));
                if (answer == null || !answer.text("value").equals(mine + "-" + i)) {
                    wrong.add(mine + "-" + i + " got " + answer);
                }
            }
        } catch (InterruptedException e) {
            wrong.add(mine + " interrupted");
        }
    }
}
