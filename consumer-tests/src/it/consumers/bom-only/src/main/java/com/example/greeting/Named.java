package com.example.greeting;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

@Component
@Profile("!unnamed")
class Named {

    @MessageHandler("GREET")
    Map<String, ?> greet(@Param("name") String name, @Param("times") int times) {
        return Map.of("text", ("hello " + name + " ").repeat(times).strip());
    }
}
