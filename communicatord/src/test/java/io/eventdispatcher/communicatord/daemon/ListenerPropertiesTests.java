package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ListenerPropertiesTests {

    private static Map<String, Object> listeners(String... pairs) {
        Map<String, String> map = new HashMap<>(Map.of("communicatord.unix-listen", "off"));
        for (int i = 0; i < pairs.length; i += 2) {
            map.put("communicatord." + pairs[i], pairs[i + 1]);
        }
        CommunicatordProperties properties = new Binder(new MapConfigurationPropertySource(map))
                .bindOrCreate("communicatord", CommunicatordProperties.class);
        return ListenerProperties.of(properties, Map.of());
    }

    private static final String KEY = "eventdispatcher.listeners.communicator-";

    @Test
    void listensOnThisMachineByDefault() {
        assertThat(listeners())
                .containsEntry(KEY + "local.uri", "tcp://127.0.0.1:4040")
                .containsEntry(KEY + "local.idle-timeout", "0")
                .containsEntry(KEY + "signal.uri", "udp://127.0.0.1:4041")
                .doesNotContainKey(KEY + "unix.uri")
                .doesNotContainKey(KEY + "remote.uri")
                .doesNotContainKey(KEY + "secure.uri");
    }

    @Test
    void canBeSwitchedOff() {
        assertThat(listeners("local-listen", "off", "signal", "off", "remote-listen", "off"))
                .isEmpty();
    }

    @Test
    void theUnixSocketMayHaveAGroup() {
        assertThat(listeners("unix-listen", "cd:///run/x/y.sock", "unix-group", "services"))
                .containsEntry(KEY + "unix.uri", "unix:/run/x/y.sock")
                .containsEntry(KEY + "unix.permissions", "rw-rw----")
                .containsEntry(KEY + "unix.group", "services");
    }

    @Test
    void theSecretIsThatOfTheDatagrams() {
        assertThat(listeners("signal-secret", "s3cret")).containsEntry(KEY + "signal.datagram.secret-code", "s3cret");
    }

    @Test
    void otherMachinesAreNamedByCertificates() {
        assertThat(listeners(
                        "secure-listen",
                        "cds://user:pw@[fd00::1]",
                        "certificate",
                        "/c.pem",
                        "private-key",
                        "/k.pem",
                        "ca-certificate",
                        "/ca.pem"))
                .containsEntry(KEY + "secure.uri", "tls://[fd00::1]:4043")
                .containsEntry(KEY + "secure.ssl.client-auth", "need")
                .containsEntry("spring.ssl.bundle.pem.communicatord.truststore.certificate", "file:/ca.pem");
        assertThatThrownBy(() -> listeners("secure-listen", "10.0.0.1", "certificate", "/c", "private-key", "/k"))
                .isInstanceOf(UnusablePropertyException.class)
                .hasMessageContaining("communicatord.ca-certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1,127.0.0.1:1",
        "127.0.0.1,127.0.0.1:9",
        "[::1]:4,[::1]:4",
        "[::1],[::1]:9",
        "sc://127.0.0.1,127.0.0.1:9",
        "cds://u:p@10.0.0.1:5,10.0.0.1:5"
    })
    void addresses(String text, String parsed) {
        assertThat(ListenAddress.parse("k", text, 9)).isEqualTo(parsed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "::1:4040", "a:b", "http://x/y", "1.2.3.4:123456"})
    void noAddresses(String text) {
        assertThatThrownBy(() -> ListenAddress.parse("communicatord.signal", text, 9))
                .isInstanceOf(UnusablePropertyException.class)
                .hasMessageContaining("communicatord.signal");
    }

    @Test
    void theSocketIsWhereItCanBe() {
        assertThat(ListenerProperties.defaultSocket(Map.of(), path -> true))
                .isEqualTo(Path.of("/run/communicator/communicatord.sock"));
        assertThat(ListenerProperties.defaultSocket(
                        Map.of("XDG_RUNTIME_DIR", "/run/user/7"), path -> path.startsWith("/run/user")))
                .isEqualTo(Path.of("/run/user/7/communicator/communicatord.sock"));
        assertThat(ListenerProperties.defaultSocket(Map.of(), path -> false).getFileName())
                .hasToString("communicatord.sock");
    }

    @ParameterizedTest
    @CsvSource({"my-host.example.com,my_host_example_com", "vm,vm", "4host,communicatord", "'',communicatord"})
    void hostNamesBecomeServerNames(String host, String server) {
        assertThat(ServerName.fromHost(host)).isEqualTo(server);
    }
}
