package io.eventdispatcher.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.local.LocalTransportFactory;
import io.eventdispatcher.transport.tcp.TcpTransportFactory;
import java.net.BindException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportsTests {

    @Test
    void aSchemeWithoutTransportIsNamedTogetherWithThoseThereAre() {
        assertThatThrownBy(() -> Transports.using(new TcpTransportFactory(), new LocalTransportFactory())
                        .of(Endpoint.parse("udp://127.0.0.1:4041")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no transport for scheme 'udp': endpoint=udp://127.0.0.1:4041")
                .hasMessageContaining("local, tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://127.0.0.1:1", "tls://127.0.0.1:1", "udp://127.0.0.1:1", "unix:///run/x.sock", "local:x"})
    void theStandardOnesAreFound(String uri) {
        Endpoint endpoint = Endpoint.parse(uri);
        assertThat(Transports.standard().of(endpoint).scheme()).isEqualTo(endpoint.scheme());
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:80, Address already in use, ADDRESS_IN_USE, another process",
        "tcp://127.0.0.1:80, Permission denied, PERMISSION_DENIED, ports below 1024 need a privilege",
        "tcp://127.0.0.1:8080, Operation not permitted, PERMISSION_DENIED, permission denied",
        "tcp://192.0.2.1:80, Cannot assign requested address, CANNOT_ASSIGN, not one of this machine's",
        "tcp://127.0.0.1:80, Something new, OTHER, Something new"
    })
    void bindFailuresSayWhatIsWrong(String uri, String system, Reason reason, String text) {
        BindException cause = new BindException(system);
        BindFailedException failure = BindFailures.of(Endpoint.parse(uri), cause);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure)
                .hasMessageStartingWith("cannot listen on " + uri + ": ")
                .hasMessageContaining(text)
                .hasCause(cause);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        TransportOptions options = TransportOptions.defaults();
        ListenOptions listen = ListenOptions.defaults();
        assertThatThrownBy(() -> options.withBuffers(-1, 0)).hasMessageContaining("receiveBuffer=-1");
        assertThatThrownBy(() -> new KeepAliveProbes(-1, 0, 0)).hasMessageContaining("idleSeconds=-1");
        assertThatThrownBy(() -> new KeepAliveProbes(0, 0, 128)).hasMessageContaining("count=128");
        assertThatThrownBy(() -> listen.withBacklog(0)).hasMessageContaining("backlog=0");
        assertThatThrownBy(() -> listen.withUnixFile("0600", null)).hasMessageContaining("unixPermissions='0600'");
        assertThatThrownBy(() -> listen.withUnixFile("rw-------", " ")).hasMessageContaining("unixGroup=' '");
        assertThat(listen.backlog()).isEqualTo(1024);
        assertThat(listen.withReuseAddress(false).reuseAddress()).isFalse();
        assertThat(options.withNoDelay(false).withKeepAlive(false))
                .isEqualTo(new TransportOptions(false, false, 0, 0, KeepAliveProbes.SYSTEM, Map.of()));
    }
}
