package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

class NameCacheTimeTests {

    private static final String FOUND = "networkaddress.cache.ttl";
    private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";

    private final String foundBefore = Security.getProperty(FOUND);
    private final String notFoundBefore = Security.getProperty(NOT_FOUND);
    private final MockEnvironment environment = new MockEnvironment();

    @BeforeEach
    void asJavaIsShipped() {
        Security.setProperty(FOUND, "");
        Security.setProperty(NOT_FOUND, "10");
    }

    @AfterEach
    void restore() {
        Security.setProperty(FOUND, foundBefore == null ? "" : foundBefore);
        Security.setProperty(NOT_FOUND, notFoundBefore == null ? "10" : notFoundBefore);
    }

    private void apply() {
        new NameCacheTime().postProcessEnvironment(environment, new SpringApplication());
    }

    private void assertTimes(String found, String notFound) {
        assertThat(Security.getProperty(FOUND)).isEqualTo(found);
        assertThat(Security.getProperty(NOT_FOUND)).isEqualTo(notFound);
    }

    @Test
    void isASecondUnlessToldOtherwise() {
        apply();
        assertTimes("1", "1");
    }

    @ParameterizedTest
    @CsvSource({"0s,0", "5s,5", "2m,120", "3000,3", "PT4S,4"})
    void takesEveryWayToWriteATime(String written, String seconds) {
        environment.setProperty(NameCacheTime.KEY, written);
        apply();
        assertTimes(seconds, seconds);
    }

    @Test
    void leavesJavaAloneWhenItIsEmpty() {
        environment.setProperty(NameCacheTime.KEY, "");
        apply();
        assertTimes("", "10");
    }

    @Test
    void leavesJavaAloneWhenTheStarterIsOff() {
        environment.setProperty("eventdispatcher.enabled", "false");
        apply();
        assertTimes("", "10");
    }

    @Test
    void leavesWhatSomebodyHasSet() {
        Security.setProperty(FOUND, "60");
        Security.setProperty(NOT_FOUND, "0");
        apply();
        assertTimes("60", "0");
    }

    @Test
    void leavesWhatSomebodyHasSetInTheOldWay() {
        System.setProperty("sun.net.inetaddr.ttl", "20");
        try {
            apply();
            assertTimes("", "1");
        } finally {
            System.clearProperty("sun.net.inetaddr.ttl");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1s", "500ms", "PT0.5S", "99999999999s"})
    void refusesWhatIsNotWholeSeconds(String written) {
        environment.setProperty(NameCacheTime.KEY, written);
        assertThatThrownBy(this::apply)
                .isInstanceOf(UnusablePropertyException.class)
                .hasMessageContaining("eventdispatcher.name-cache-time=" + written)
                .hasMessageContaining("write for example 1s");
        assertTimes("", "10");
    }

    @Test
    void runsBeforeAnApplicationLooksUpItsFirstName() {
        FailureHandler ignoring = (type, name, failure) -> {};
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(EnvironmentPostProcessor.class, ignoring))
                .hasAtLeastOneElementOfType(NameCacheTime.class);
    }
}
