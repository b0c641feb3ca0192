package io.eventdispatcher.spring.docs;

import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

// snippet: maintenance
@Component
class Maintenance {

    private final ListenerRegistry listeners;

    Maintenance(ListenerRegistry listeners) {
        this.listeners = listeners;
    }

    void begin() {
        listeners.get("main").pause(); // neither accepts nor reads; sockets stay, answers still go out
    }

    void end() {
        listeners.get("main").resume();
    }

    CompletableFuture<Boolean> close() {
        return listeners.get("main").stop(Duration.ofSeconds(10)); // start() binds it again
    }
}
// end
