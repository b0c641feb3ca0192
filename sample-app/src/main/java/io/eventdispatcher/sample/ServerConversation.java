package io.eventdispatcher.sample;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.lifecycle.ConnectionOpenedEvent;
import java.util.Set;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The server's side of the conversation that the original C++ example programs have: {@code HI}, {@code DAD}→{@code
 * CLIMB}, {@code TOP}→{@code WHO}, {@code MOM}→{@code BYE}. A {@code String} that a handler returns is the command of its
 * reply.
 */
@Component
@Profile("!client")
class ServerConversation {

    /** Where a connection is one peer that reads; a datagram is answered, not greeted. */
    private static final Set<String> GREETED = Set.of("tcp", "tls", "unix", "local");

    private final Shutdown shutdown;

    ServerConversation(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    @EventListener
    void greet(ConnectionOpenedEvent event) {
        if (GREETED.contains(event.connection().scheme())) {
            event.connection().send(Message.of("HI"));
        }
    }

    @MessageHandler("DAD")
    String dad() {
        return "CLIMB";
    }

    @MessageHandler("TOP")
    String top() {
        return "WHO";
    }

    @MessageHandler("MOM")
    String mom() {
        return "BYE";
    }

    @MessageHandler("QUIT")
    void quit() {
        shutdown.begin();
    }
}
