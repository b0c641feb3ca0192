package com.example.sum;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class Sum {
    @MessageHandler("ADD")
    Map<String, ?> add(int a, int b) {
        return Map.of("sum", a + b);
    }
}
