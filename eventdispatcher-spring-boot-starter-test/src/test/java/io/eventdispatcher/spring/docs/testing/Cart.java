package io.eventdispatcher.spring.docs.testing;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

// snippet: cart
@Component
class Cart {

    private final PriceList prices;

    Cart(PriceList prices) {
        this.prices = prices;
    }

    @MessageHandler(value = "ADD_ITEM", reply = "TOTAL")
    Map<String, ?> add(String sku, int count) {
        return Map.of("cents", prices.centsOf(sku) * count);
    }
}
// end
