package io.eventdispatcher.transport.junix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransportFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when junixsocket is not on the class path. */
class MissingLibraryTests {

    /** Loads this package anew, and no class of junixsocket. */
    private static final class WithoutJunixsocket extends ClassLoader {

        WithoutJunixsocket() {
            super(MissingLibraryTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.newsclub.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.eventdispatcher.transport.junix.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static List<StreamTransportFactory> factories() {
        return ServiceLoader.load(StreamTransportFactory.class, new WithoutJunixsocket()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.getClass().getClassLoader() instanceof WithoutJunixsocket)
                .toList();
    }

    private static StreamTransportFactory factory(Endpoint endpoint) {
        return factories().stream()
                .filter(factory -> factory.supports(endpoint))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFactoriesAreThereAllTheSame() {
        assertThat(factories())
                .extracting(StreamTransportFactory::scheme)
                .containsExactlyInAnyOrder("unix", "unix-dgram");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:x?abstract", "unix-dgram:x?abstract", "unix-dgram:///tmp/x"})
    void listeningAndConnectingNameTheMissingDependency(String uri) {
        Endpoint endpoint = Endpoint.parse(uri);
        StreamTransportFactory factory = factory(endpoint);
        assertThatThrownBy(() -> factory.listen(endpoint, ListenOptions.defaults()))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(BindFailedException.Reason.INVALID))
                .hasMessageStartingWith("cannot listen on " + uri + ": ")
                .hasMessageContaining("com.kohlschutter.junixsocket:junixsocket-core");
        assertThatThrownBy(() -> factory.resolve(endpoint))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot connect to " + uri + ": ")
                .hasMessageContaining("com.kohlschutter.junixsocket:junixsocket-core");
    }
}
