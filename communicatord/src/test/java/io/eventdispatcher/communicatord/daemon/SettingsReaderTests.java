package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsReaderTests {

    private static BrokerSettings settings(Map<String, String> properties) {
        return SettingsReader.broker(new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("communicatord", CommunicatordProperties.class));
    }

    @Test
    void hasDefaultsThatAreGenerous() {
        BrokerSettings settings = settings(Map.of());
        assertThat(settings.broadcastRate()).isEqualTo(1_000);
        assertThat(settings.broadcastBurst()).isEqualTo(5_000);
        assertThat(settings.ownerTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void takesWhatIsSet() {
        BrokerSettings settings = settings(Map.of(
                "communicatord.broadcasts.max-rate", "0",
                "communicatord.broadcasts.burst", "7",
                "communicatord.owner-timeout", "0"));
        assertThat(settings.broadcastRate()).isZero();
        assertThat(settings.broadcastBurst()).isEqualTo(7);
        assertThat(settings.ownerTimeout()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "communicatord.broadcasts.max-rate, -1",
        "communicatord.broadcasts.burst, 0",
        "communicatord.owner-timeout, -1s",
        "communicatord.owner-timeout, 25h",
        "communicatord.max-unregistered, 0",
        "communicatord.registration-timeout, 0",
        "communicatord.my-address, here",
    })
    void refusesWhatCannotBeUsedAndNamesIt(String key, String value) {
        assertThatExceptionOfType(UnusablePropertyException.class)
                .isThrownBy(() -> settings(Map.of(key, value)))
                .withMessageContaining(key);
    }
}
