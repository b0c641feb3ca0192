package com.example.prices;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class Prices {

    record Price(String command, long cents) {}

    @MessageHandler("PRICE")
    Mono<Map<String, ?>> price(String sku) {
        return Mono.just(Map.of("cents", sku.length() * 100));
    }

    @MessageHandler("WATCH")
    Flux<Price> watch(int times) {
        return Flux.range(1, times).map(each -> new Price("PRICE_NOW", each * 100L));
    }
}
