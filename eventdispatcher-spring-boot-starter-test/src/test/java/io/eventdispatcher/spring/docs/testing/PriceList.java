package io.eventdispatcher.spring.docs.testing;

interface PriceList {

    int centsOf(String sku);
}
