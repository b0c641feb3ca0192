package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.communicatord.peer.MeshSettings;
import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MeshReaderTests {

    private final Map<String, String> values = new TreeMap<>(
            Map.of("communicatord.my-address", "10.0.0.1:4043", "communicatord.secure-listen", "cds://0.0.0.0:4043"));

    private CommunicatordProperties properties() {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("communicatord", CommunicatordProperties.class);
    }

    private MeshSettings read() {
        return MeshReader.read(properties(), "me", Set.of());
    }

    @Test
    void thereAreLinksWhenThereAreNeighborsOrItIsSaid() {
        assertThat(MeshReader.isMesh(properties())).isFalse();
        values.put("communicatord.neighbors", " ");
        assertThat(MeshReader.isMesh(properties())).isFalse();
        values.put("communicatord.neighbors", "10.0.0.2");
        assertThat(MeshReader.isMesh(properties())).isTrue();
        values.put("communicatord.fabric", "local");
        assertThatThrownBy(() -> MeshReader.isMesh(properties()))
                .isInstanceOf(UnusablePropertyException.class)
                .hasMessageContaining("communicatord.neighbors");
        values.remove("communicatord.neighbors");
        values.put("communicatord.fabric", "mesh");
        assertThat(MeshReader.isMesh(properties())).isTrue();
    }

    @Test
    void allNeighborsOfAListCount() {
        values.put("communicatord.neighbors", "10.0.0.2, cds://10.0.0.3:99 cd://10.0.0.4,scs://[fd00::5]");
        values.put("communicatord.unsafe-plaintext", "true");
        List<String> neighbors = new ArrayList<>();
        read().neighbors().forEach(each -> neighbors.add(each.address() + " " + each.secure()));
        assertThat(neighbors)
                .containsExactly(
                        "10.0.0.2:4043 true",
                        "10.0.0.3:99 true",
                        "10.0.0.4:4042 false",
                        "[fd00:0:0:0:0:0:0:5]:4043 true");
    }

    @ParameterizedTest
    @CsvSource({
        "neighbors, host, it is not an IP address",
        "neighbors, xx://10.0.0.2, it is not an IP address",
        "neighbors, cd://10.0.0.2, everybody on the network could read",
        "my-address, 127.0.0.1:4042, its neighbors cannot reach it there",
        "my-address, 0.0.0.0:4042, other daemons cannot reach it",
        "secure-listen, off, it is missing",
        "mesh.networks, 10.0.0.0/99, it is not a network",
        "mesh.ping, 0s, it must be positive",
        "mesh.connect-timeout, -1s, it must be positive",
        "mesh.retry-initial, 0s, it must be positive",
        "mesh.retry-max, 1ms, it is shorter than",
        "mesh.dead-after, 2s, it is shorter than two pauses"
    })
    void whatCannotWorkStopsTheStart(String key, String value, String reason) {
        values.put("communicatord.neighbors", "10.0.0.2");
        values.put("communicatord." + key, value);
        assertThatThrownBy(this::read)
                .isInstanceOf(UnusablePropertyException.class)
                .hasMessageContaining("communicatord." + key)
                .hasMessageContaining(reason);
    }

    @Test
    void plainTextHasToBePermitted() {
        values.remove("communicatord.secure-listen");
        values.put("communicatord.remote-listen", "10.0.0.1:4042");
        values.put("communicatord.neighbors", "10.0.0.2");
        assertThatThrownBy(this::read).hasMessageContaining("communicatord.secure-listen");
        values.put("communicatord.unsafe-plaintext", "true");
        assertThat(read().neighbors().get(0).secure()).isFalse();
        values.put("communicatord.neighbors", "cds://10.0.0.2");
        assertThatThrownBy(this::read).hasMessageContaining("no certificate to show");
    }

    @Test
    void tooManyNeighborsAreRefused() {
        StringBuilder list = new StringBuilder("10.0.1.1");
        for (int i = 2; i <= 40; i++) {
            list.append(",10.0.1.").append(i);
        }
        values.put("communicatord.neighbors", list.toString());
        assertThatThrownBy(this::read).hasMessageContaining("40 addresses");
    }
}
