package io.eventdispatcher.spring.autoconfigure.effects;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.autoconfigure.EventDispatcherLoggingAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.LogRotateAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.PropertyMetadata;
import io.eventdispatcher.spring.autoconfigure.Starter;
import io.eventdispatcher.spring.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Every property of the metadata is bound and changes something: an application in which it is set differs from one in which it
 * is not, in what is said here and as is said here. Properties whose effect takes a longer test are listed in {@code
 * property-effects.txt} with the test that proves it.
 */
class PropertyEffectsIT {

    @TempDir
    private static Path directory;

    /** By the properties that are set in the application without the one in question. */
    private static final Map<List<String>, Map<String, Object>> WITHOUT = new HashMap<>();

    private static TestAuthority authority;
    private static TestAuthority.Pair edge;

    private final ApplicationContextRunner runner = Starter.full()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    JmxAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    JmxEndpointAutoConfiguration.class,
                    EventDispatcherLoggingAutoConfiguration.class,
                    LogRotateAutoConfiguration.class))
            .withUserConfiguration(ProbedApplication.class)
            .withPropertyValues(
                    ProbedApplication.MAIN,
                    ProbedApplication.SINK,
                    "spring.ssl.bundle.pem.edge.keystore.certificate=" + edge.certificate(),
                    "spring.ssl.bundle.pem.edge.keystore.private-key=" + edge.key(),
                    "spring.ssl.bundle.pem.edge.truststore.certificate=" + authority.certificate());

    @BeforeAll
    static void issue() {
        authority = TestAuthority.in(directory, "authority");
        edge = authority.issue("edge");
    }

    static Stream<Effect> effects() {
        return Stream.of(CommonEffects.all(), ListenerEffects.all(), ClientEffects.all())
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("effects")
    void aPropertyChangesSomething(Effect effect) {
        assertThat(WITHOUT.computeIfAbsent(effect.with(), this::foundWithout).get(effect.toString()))
                .as("without %s", effect)
                .isNotNull()
                .isNotEqualTo(effect.expected());
        with(effect.with()).withPropertyValues(effect.assignment()).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(effect.probe().apply(context)).as("with %s", effect).isEqualTo(effect.expected());
        });
    }

    private ApplicationContextRunner with(List<String> properties) {
        return runner.withPropertyValues(properties.toArray(String[]::new));
    }

    /** What all probes find that need the same application. */
    private Map<String, Object> foundWithout(List<String> properties) {
        Map<String, Object> found = new TreeMap<>();
        with(properties).run(context -> {
            assertThat(context).hasNotFailed();
            effects()
                    .filter(effect -> effect.with().equals(properties))
                    .forEach(effect ->
                            found.put(effect.toString(), effect.probe().apply(context)));
        });
        return found;
    }

    @Test
    void everyPropertyOfTheMetadataHasAProof() throws IOException, JSONException {
        Map<String, String> elsewhere = ProvenElsewhere.read();
        Set<String> proven = effects().map(Effect::property).collect(Collectors.toCollection(TreeSet::new));
        assertThat(elsewhere.keySet()).as("proven twice").doesNotContainAnyElementsOf(proven);
        proven.addAll(elsewhere.keySet());
        assertThat(proven).containsExactlyElementsOf(PropertyMetadata.names());
    }

    @Test
    void whatIsProvenElsewhereNamesATestThatSetsTheProperty() throws IOException {
        for (Map.Entry<String, String> proof : ProvenElsewhere.read().entrySet()) {
            assertThat(ProvenElsewhere.text(proof.getValue()))
                    .as("%s proves %s", proof.getValue(), proof.getKey())
                    .contains(proof.getKey().substring(proof.getKey().lastIndexOf('.') + 1));
        }
    }
}
