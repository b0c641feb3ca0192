package io.eventdispatcher.spring.docs;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A handler to talk to. */
@Component
class Addition {

    @MessageHandler("ADD")
    Map<String, ?> add(int a, int b) {
        return Map.of("sum", a + b);
    }
}
