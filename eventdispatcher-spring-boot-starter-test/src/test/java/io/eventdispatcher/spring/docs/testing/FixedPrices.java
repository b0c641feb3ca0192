package io.eventdispatcher.spring.docs.testing;

import org.springframework.stereotype.Service;

@Service
class FixedPrices implements PriceList {

    @Override
    public int centsOf(String sku) {
        return 999;
    }
}
