package io.eventdispatcher.spring.docs.readme;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

// snippet: sum
@Component
class Sum {
    @MessageHandler("ADD")
    Map<String, ?> add(int a, int b) {
        return Map.of("sum", a + b);
    }
}
// end
