package io.eventdispatcher.spring.test.shop;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

@Component
class SkuConverter implements Converter<String, Sku> {

    @Override
    public Sku convert(String text) {
        if (!text.matches("[A-Z][0-9]+")) {
            throw new IllegalArgumentException("no sku: " + text);
        }
        return new Sku(text);
    }
}
