package io.eventdispatcher.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.Transports;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsOptionsTests {

    private static final TlsOptions OPTIONS = options();

    private static TlsOptions options() {
        try {
            return TlsOptions.defaults(TlsContext.of(SSLContext.getInstance("TLS")));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theDefaultsAreSafe() {
        assertThat(OPTIONS.protocols()).containsExactly("TLSv1.3");
        assertThat(OPTIONS.verifyHostName()).isTrue();
        assertThat(OPTIONS.handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(OPTIONS.maxHandshakes()).isEqualTo(32);
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> OPTIONS.withProtocols(List.of("TLSv1.1"))).hasMessageContaining("[TLSv1.1]");
        assertThatThrownBy(() -> OPTIONS.withProtocols(List.of())).hasMessageContaining("protocols=[]");
        assertThatThrownBy(() -> OPTIONS.withServerName(" ")).hasMessageContaining("serverName=' '");
        assertThatThrownBy(() -> OPTIONS.withHandshakeTimeout(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> OPTIONS.withLimits(0, 1)).hasMessageContaining("maxHandshakes=0");
        assertThatThrownBy(() -> OPTIONS.withLimits(1, 0)).hasMessageContaining("maxWaiting=0");
    }

    @Test
    void theTransportIsFoundByItsScheme() {
        Endpoint endpoint = Endpoint.parse("tls://localhost:4041");
        assertThat(Transports.standard().of(endpoint)).isInstanceOf(TlsTransportFactory.class);
    }

    @Test
    void aRecordIsLookedAtWhenItIsCompleteOrNeverWillBe() {
        assertThat(TlsRecords.worthLookingAt(new byte[] {})).isFalse();
        assertThat(TlsRecords.worthLookingAt(new byte[] {22})).isFalse();
        assertThat(TlsRecords.worthLookingAt(new byte[] {22, 3, 1, 0, 2, 1})).isFalse();
        assertThat(TlsRecords.worthLookingAt(new byte[] {22, 3, 1, 0, 2, 1, 1})).isTrue();
        assertThat(TlsRecords.worthLookingAt(new byte[] {22, 3, 1, 127, 0})).isTrue();
        assertThat(TlsRecords.worthLookingAt(new byte[] {'G'})).isTrue();
        assertThat(TlsRecords.worthLookingAt(new byte[] {-128})).isTrue();
    }

    @Test
    void bytesOfOtherProtocolsAreShownHarmlessly() {
        assertThat(TlsRecords.shown(new byte[] {'N', 'I', 'C', 'K', ' ', 27, '[', -1, '\n'}))
                .isEqualTo("NICK .[..");
    }

    @Test
    void anUnencryptedAlertIsFoundAmongOtherRecords() {
        byte[] records = {20, 3, 3, 0, 1, 1, 21, 3, 3, 0, 2, 2, 48};
        assertThat(TlsRecords.plainAlert(records)).isEqualTo(48);
        assertThat(TlsRecords.alertName(48)).isEqualTo("unknown_ca");
        assertThat(TlsRecords.plainAlert(new byte[] {20, 3, 3, 0, 1, 1})).isEqualTo(-1);
        assertThat(TlsRecords.plainAlert(new byte[] {21, 3, 3, 0, 2, 2})).isEqualTo(-1);
        assertThat(TlsRecords.plainAlert(new byte[] {})).isEqualTo(-1);
    }
}
