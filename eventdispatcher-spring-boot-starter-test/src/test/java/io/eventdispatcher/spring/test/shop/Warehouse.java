package io.eventdispatcher.spring.test.shop;

import org.springframework.stereotype.Service;

@Service
class Warehouse implements Stock {

    @Override
    public int priceOf(String sku) {
        return 999;
    }
}
