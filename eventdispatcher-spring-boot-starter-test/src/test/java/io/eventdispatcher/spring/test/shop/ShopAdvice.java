package io.eventdispatcher.spring.test.shop;

import io.eventdispatcher.spring.annotation.MessageExceptionHandler;
import io.eventdispatcher.spring.annotation.MessageHandlerAdvice;

/** What all handlers of the shop have in common. */
@MessageHandlerAdvice
class ShopAdvice {

    @MessageExceptionHandler(Shelf.OccupiedException.class)
    String occupied() {
        return "OCCUPIED";
    }
}
