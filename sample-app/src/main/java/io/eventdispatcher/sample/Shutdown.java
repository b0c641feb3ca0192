package io.eventdispatcher.sample;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/** Ends the application in order: listeners and clients drain, then the process exits with code 0. */
@Component
class Shutdown {

    private final ConfigurableApplicationContext context;

    Shutdown(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Returns at once; closing waits for the handler that asked for it, so it needs a thread of its own. */
    void begin() {
        new Thread(context::close, "shutdown").start();
    }
}
