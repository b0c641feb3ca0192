package io.eventdispatcher.spring.test.shop;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** A component that a slice must not make. */
@Component
class Expensive {

    static final AtomicInteger MADE = new AtomicInteger();

    Expensive() {
        MADE.incrementAndGet();
    }
}
