package io.eventdispatcher.spring.test.shop;

/** What a handler needs. */
interface Stock {

    int priceOf(String sku);
}
