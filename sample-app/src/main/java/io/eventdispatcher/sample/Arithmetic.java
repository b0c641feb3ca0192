package io.eventdispatcher.sample;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Handlers with parameters, with a pattern, and with a reply made of a map or a record. */
@Component
@Profile("!client")
class Arithmetic {

    private final Ticks ticks;

    Arithmetic(Ticks ticks) {
        this.ticks = ticks;
    }

    @MessageHandler("ADD")
    Map<String, ?> add(int a, int b) {
        return Map.of("sum", Math.addExact(a, b));
    }

    @MessageHandler(value = "EVENT{number:[0-9]+}", reply = "EVENT_REPLY")
    EventSeen event(long number) {
        return new EventSeen(number);
    }

    @MessageHandler("TICKS")
    Map<String, ?> ticks() {
        return Map.of("count", ticks.count());
    }

    record EventSeen(long number) {}
}
