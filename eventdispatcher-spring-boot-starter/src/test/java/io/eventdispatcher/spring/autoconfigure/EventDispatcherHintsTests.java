package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.actuate.DispatcherReport;
import io.eventdispatcher.spring.actuate.EventDispatcherEndpoint;
import io.eventdispatcher.spring.actuate.SourcesReport;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** A native image has what is found by name, without GraalVM being there. */
class EventDispatcherHintsTests {

    private final RuntimeHints hints = registered();

    private static RuntimeHints registered() {
        RuntimeHints hints = new RuntimeHints();
        ClassLoader loader = EventDispatcherHintsTests.class.getClassLoader();
        List<RuntimeHintsRegistrar> registrars = SpringFactoriesLoader.forResourceLocation(
                        "META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class);
        assertThat(registrars).hasAtLeastOneElementOfType(EventDispatcherHints.class);
        registrars.stream()
                .filter(EventDispatcherHints.class::isInstance)
                .forEach(registrar -> registrar.registerHints(hints, loader));
        return hints;
    }

    @Test
    void everyFileBesideTheClassesIsThere() throws IOException, URISyntaxException {
        List<String> resources = new ArrayList<>(resources(Message.class));
        assertThat(resources).as("of the core").isNotEmpty();
        resources.addAll(resources(EventDispatcherEndpoint.class));
        assertThat(resources)
                .allSatisfy(
                        resource -> assertThat(RuntimeHintsPredicates.resource().forResource(resource))
                                .as(resource)
                                .accepts(hints));
    }

    @Test
    void signalsAreFoundByTheirNames() {
        assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of("sun.misc.Signal")))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(TypeReference.of("sun.misc.SignalHandler")))
                .accepts(hints);
    }

    @Test
    void whatTheEndpointAnswersCanBeWritten() {
        for (Class<?> type : reports()) {
            for (RecordComponent component : type.getRecordComponents()) {
                assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
                        .as(component.toString())
                        .accepts(hints);
            }
        }
    }

    private static List<Class<?>> reports() {
        List<Class<?>> reports = new ArrayList<>();
        for (Class<?> outer : List.of(DispatcherReport.class, SourcesReport.class)) {
            Stream.concat(Stream.of(outer), Stream.of(outer.getDeclaredClasses()))
                    .filter(Class::isRecord)
                    .forEach(reports::add);
        }
        return reports;
    }

    /** Files of the module of a class that are neither classes nor metadata. */
    private static List<String> resources(Class<?> type) throws IOException, URISyntaxException {
        Path root =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(root)) {
            return resources(root);
        }
        try (FileSystem jar = FileSystems.newFileSystem(root)) {
            return resources(jar.getPath("/"));
        }
    }

    private static List<String> resources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.endsWith(".class") && !name.startsWith("META-INF"))
                    .toList();
        }
    }
}
