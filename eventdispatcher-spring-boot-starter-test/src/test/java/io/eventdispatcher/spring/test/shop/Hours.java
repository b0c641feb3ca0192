package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.spring.annotation.MessageHandler;

/** Handlers that a component inherits. */
interface Hours {

    @MessageHandler("HOURS")
    default String hours() {
        return "OPEN";
    }
}
