package io.eventdispatcher.sample;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The client's side of the conversation: answers each message of the server with the next line, and ends the process at
 * {@code BYE}; or, with {@code sample.repeat}, starts over after that time, for ever.
 */
@Component
@Profile("client")
class ClientConversation {

    private static final Logger log = LoggerFactory.getLogger(ClientConversation.class);

    private final MessageClient server;
    private final EventLoop loop;
    private final Shutdown shutdown;
    private final Duration repeat;
    private final AtomicBoolean queued = new AtomicBoolean();

    ClientConversation(
            @Qualifier("server") MessageClient server,
            EventLoop loop,
            Shutdown shutdown,
            @Value("${sample.repeat:0s}") Duration repeat) {
        this.server = server;
        this.loop = loop;
        this.shutdown = shutdown;
        this.repeat = repeat;
    }

    @MessageHandler("HI")
    @Nullable
    String hi() {
        // What was queued while the server was away begins the conversation already.
        return queued.getAndSet(false) ? null : said("HI", "DAD");
    }

    @MessageHandler("CLIMB")
    String climb() {
        return said("CLIMB", "TOP");
    }

    @MessageHandler("WHO")
    String who() {
        return said("WHO", "MOM");
    }

    @MessageHandler("BYE")
    void bye() {
        if (repeat.isZero()) {
            log.info("the server said BYE, the conversation is over");
            shutdown.begin();
        } else {
            log.info("the server said BYE, again in {} s", repeat.toSeconds());
            loop.schedule("repeat", Schedule.after(repeat), this::startOver);
        }
    }

    private void startOver() {
        Delivery.Status status = server.send(Message.of("DAD")).status();
        queued.set(status == Delivery.Status.QUEUED);
        log.info("we say DAD again: {}", status);
    }

    private static String said(String heard, String answer) {
        log.info("the server said {}, we say {}", heard, answer);
        return answer;
    }
}
