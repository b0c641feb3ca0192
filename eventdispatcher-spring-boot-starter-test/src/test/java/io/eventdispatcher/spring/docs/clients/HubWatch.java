package io.eventdispatcher.spring.docs.clients;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.lifecycle.ClientConnectedEvent;
import io.eventdispatcher.spring.lifecycle.ClientCustomizer;
import io.eventdispatcher.spring.lifecycle.ClientDisconnectedEvent;
import io.eventdispatcher.spring.lifecycle.ClientGaveUpEvent;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.Connections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Profile("clients")
// snippet: events
@Component
class HubWatch {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @EventListener
    void connected(ClientConnectedEvent event) { // the first time, and again
        seen.add("connected " + event.client());
    }

    @EventListener
    void disconnected(ClientDisconnectedEvent event) {
        seen.add("disconnected " + event.client() + " " + event.reason());
    }

    @EventListener
    void gaveUp(ClientGaveUpEvent event) { // only with reconnect.max-attempts
        seen.add("gave up " + event.client() + ": " + event.lastError());
    }
}
// end

@Profile("clients")
@Component
class News {
    private final Connections connections;
    private final ClientRegistry clients;

    News(Connections connections, ClientRegistry clients) {
        this.connections = connections;
        this.clients = clients;
    }

    // snippet: connections
    Connections.Broadcast tellEverybody(String text) {
        Message news = Message.builder("NEWS").param("text", text).build();
        connections.send("main-1", news); // one connection: SENT, FULL, TOO_LONG or CLOSED
        return connections.broadcast(connection -> connection.owner().equals("main"), news);
    }
    // end

    // snippet: again
    void beginAnew() {
        clients.get("hub").connectNow(); // also ends a pause between attempts
    }
    // end
}

@Profile("clients")
// snippet: customizer
@Configuration(proxyBeanMethods = false)
class ImpatientClients {
    @Bean
    ClientCustomizer impatientHub() {
        return (name, client) -> {
            if (name.equals("hub")) {
                client.backoff(Backoff.parse("0.1,0.2,0.5,1").withJitter(0.5));
            }
        };
    }
}
// end
