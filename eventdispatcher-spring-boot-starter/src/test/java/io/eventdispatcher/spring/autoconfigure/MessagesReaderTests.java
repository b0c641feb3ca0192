package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.MessageLimits.Names;
import io.eventdispatcher.message.MessageLimits.RepeatedParameter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.mock.env.MockEnvironment;

class MessagesReaderTests {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void defaultsAreThoseOfTheCore() {
        assertThat(read().limits()).isEqualTo(MessageLimits.defaults());
    }

    @Test
    void everyLimitCanBeSet() {
        environment
                .withProperty("eventdispatcher.message.max-parameters", "0")
                .withProperty("eventdispatcher.message.max-parameter-name-length", "2")
                .withProperty("eventdispatcher.message.max-name-length", "3")
                .withProperty("eventdispatcher.message.max-total-name-length", "4KB")
                .withProperty("eventdispatcher.message.repeated-parameter", "reject")
                .withProperty("eventdispatcher.message.names", "strict");
        assertThat(read().limits()).isEqualTo(new MessageLimits(0, 2, 3, 4096, RepeatedParameter.REJECT, Names.STRICT));
    }

    private MessagesReader read() {
        Binder binder = new Binder(ConfigurationPropertySources.get(environment));
        return new MessagesReader(binder.bindOrCreate("eventdispatcher", EventDispatcherProperties.class)
                .message());
    }
}
