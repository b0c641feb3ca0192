package io.eventdispatcher.spring.exchange.found;

import io.eventdispatcher.spring.annotation.MessageExchange;

/** Found by its package. */
@MessageExchange(client = "hub")
interface Directory {

    record Entry(String name) {}

    @MessageExchange("ENTRY")
    Entry entry(int number);

    default String nameOf(int number) {
        return entry(number).name();
    }
}
