package io.eventdispatcher.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class MessageHandlerHintsTests {

    @Test
    void handlerMethodsAndTheirRecordsAreReachableInANativeImage() throws NoSuchMethodException {
        RuntimeHints hints = new RuntimeHints();
        ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();

        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Shop.class);

        assertThat(reflection.onMethodInvocation(Shop.class, "order")).accepts(hints);
        assertThat(reflection.onConstructorInvocation(Order.class.getDeclaredConstructor(long.class, Address.class)))
                .accepts(hints);
        assertThat(reflection.onConstructorInvocation(Address.class.getDeclaredConstructor(String.class)))
                .accepts(hints);
        assertThat(reflection.onMethodInvocation(Total.class, "cents")).accepts(hints);
        assertThat(reflection.onType(Shop.class).negate()).accepts(new RuntimeHints());
    }

    record Address(String street) {}

    record Order(long id, Address address) {}

    record Total(long cents) {}

    static class Shop {

        @MessageHandler("ORDER")
        CompletionStage<Optional<Total>> order(Order order, Map<String, String> all) {
            throw new UnsupportedOperationException("never called");
        }
    }
}
