package com.example.greeting;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

@Component
@Profile("unnamed")
class Unnamed {

    @MessageHandler("GREET")
    Map<String, ?> greet(String name, int times) {
        return Map.of("text", ("hello " + name + " ").repeat(times).strip());
    }
}
