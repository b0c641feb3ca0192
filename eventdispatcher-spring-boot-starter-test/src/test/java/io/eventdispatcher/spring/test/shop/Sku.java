package io.eventdispatcher.spring.test.shop;

/** What is sold; made of text by a converter of the application. */
final class Sku {

    private final String text;

    Sku(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
