package io.eventdispatcher.communicatord.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.backoff.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborsTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static LinkAddress address(String text) {
        LinkAddress address = LinkAddress.parse(text, 4042);
        if (address == null) {
            throw new IllegalArgumentException("not an address: text='" + text + "'");
        }
        return address;
    }

    private static Neighbors neighbors(boolean discover, String... configured) {
        return new Neighbors(new MeshSettings(
                "me",
                address("10.0.0.5"),
                false,
                true,
                discover,
                Arrays.stream(configured)
                        .map(each -> new MeshSettings.Configured(address(each), false))
                        .toList(),
                Network.PRIVATE,
                Set.of(),
                Set.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                Backoff.fixed(Duration.ofSeconds(30))));
    }

    private static List<String> due(Neighbors neighbors, long now) {
        return neighbors.due(now, each -> false).stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, 10.0.0.2:4042",
        "10.0.0.2:99, 10.0.0.2:99",
        "fd00::1, [fd00:0:0:0:0:0:0:1]:4042",
        "[fd00::1]:77, [fd00:0:0:0:0:0:0:1]:77"
    })
    void readsAddresses(String text, String printed) {
        assertThat(address(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "10.0.0", "10.0.0.1:0", "10.0.0.1:65536", "0.0.0.0", "224.0.0.1", "::", "10.0.0.256"
            })
    void refusesWhatNobodyCanBeReachedAt(String text) {
        assertThat(LinkAddress.parse(text, 4042)).isNull();
    }

    @Test
    void ordersAddressesAsTheOriginalDoesAndThenByPort() {
        assertThat(List.of(
                        address("10.0.0.9"),
                        address("10.0.0.10"),
                        address("192.168.0.1"),
                        address("192.168.0.1:5000"),
                        address("200.0.0.1"),
                        address("fd00::1")))
                .isSorted();
    }

    @Test
    void theLargerAddressDialsUnlessItIsAskedTo() {
        Neighbors neighbors = neighbors(true, "10.0.0.4", "10.0.0.6");
        Neighbor smaller = neighbors.find(address("10.0.0.4"));
        Neighbor larger = neighbors.find(address("10.0.0.6"));
        assertThat(smaller).isNotNull();
        assertThat(larger).isNotNull();
        if (smaller != null && larger != null) {
            assertThat(neighbors.dials(smaller)).isTrue();
            assertThat(neighbors.dials(larger)).isFalse();
            larger.asked = true;
            assertThat(neighbors.dials(larger)).isTrue();
        }
    }

    @Test
    void pausesGrowWithFailuresUpToTheLongest() {
        Neighbors neighbors = neighbors(true, "10.0.0.4");
        Neighbor one = neighbors.all().get(0);
        assertThat(due(neighbors, 0)).containsExactly("10.0.0.4:4042");
        neighbors.failed(one, 0);
        assertThat(due(neighbors, SECOND - 1)).isEmpty();
        assertThat(due(neighbors, SECOND)).hasSize(1);
        neighbors.failed(one, 0);
        neighbors.failed(one, 0);
        assertThat(due(neighbors, 2 * SECOND)).hasSize(1);
        neighbors.refused(one, 0);
        assertThat(due(neighbors, 29 * SECOND)).isEmpty();
        assertThat(due(neighbors, 30 * SECOND)).hasSize(1);
    }

    @Test
    void strangersAreDialledOneASecondAndNeverCounted() {
        Neighbors neighbors = neighbors(true);
        for (int i = 1; i <= 200; i++) {
            Neighbor unused = neighbors.told(address("10.3.0." + i), false, 0);
        }
        assertThat(neighbors.all()).hasSizeLessThanOrEqualTo(Neighbors.MAX_NEIGHBORS);
        assertThat(neighbors.machines(Set.of())).isEqualTo(1);
        assertThat(due(neighbors, 0)).hasSize(1);
        assertThat(due(neighbors, SECOND - 1)).isEmpty();
        assertThat(due(neighbors, SECOND)).hasSize(1);
        assertThat(neighbors.lines()).isEmpty();
    }

    @Test
    void onlyPermittedNetworksAreBelieved() {
        Neighbors neighbors = neighbors(true, "8.8.4.4");
        assertThat(neighbors.told(address("8.8.8.8"), false, 0)).isNull();
        assertThat(neighbors.spoke(address("127.0.0.1"), false)).isNull();
        assertThat(neighbors.told(address("10.0.0.5"), false, 0)).isNull();
        assertThat(neighbors.told(address("8.8.4.4:1"), false, 0)).isNotNull();
        assertThat(neighbors.told(address("172.31.255.255"), false, 0)).isNotNull();
        assertThat(neighbors.told(address("172.32.0.0"), false, 0)).isNull();
    }

    @Test
    void aDaemonWithTwoAddressesIsOneMachine() {
        Neighbors neighbors = neighbors(true, "10.1.0.2");
        assertThat(neighbors.machines(Set.of())).isEqualTo(2);
        neighbors.confirmed(neighbors.all().get(0), "b");
        Neighbor other = neighbors.told(address("10.2.0.2"), false, 0);
        if (other != null) {
            neighbors.confirmed(other, "b");
        }
        assertThat(neighbors.all()).hasSize(2);
        assertThat(neighbors.machines(Set.of())).isEqualTo(2);
        assertThat(neighbors.forget(address("10.2.0.2")::equals, 0)).hasSize(2);
        assertThat(neighbors.machines(Set.of())).isEqualTo(1);
        // who else tells of it is not believed for a while, it itself is
        assertThat(neighbors.told(address("10.2.0.2"), false, SECOND)).isNull();
        assertThat(neighbors.spoke(address("10.2.0.2"), false)).isNotNull();
    }

    @Test
    void whatWasConfirmedSurvivesARestart(@TempDir Path directory) throws IOException {
        Neighbors before = neighbors(false, "10.0.0.4");
        Neighbor unnamed = before.told(address("10.0.0.7:77"), false, 0);
        before.confirmed(before.all().get(0), "four");
        if (unnamed != null) {
            unnamed.confirmed = true;
        }
        NeighborFile file = new NeighborFile(directory, Runnable::run);
        file.save(before.lines());
        assertThat(directory.resolve("neighbors.txt")).hasContent("# four\n10.0.0.4:4042\n10.0.0.7:77\n");
        Neighbors after = neighbors(true);
        file.load().forEach(after::kept);
        assertThat(after.all().toString()).isEqualTo("[10.0.0.4:4042 (four), 10.0.0.7:77]");
        assertThat(after.machines(Set.of())).isEqualTo(3);
        assertThat(due(after, 0)).hasSize(2);
        assertThat(Files.list(directory)).hasSize(1);
    }

    @Test
    void aFileThatIsNoneIsIgnored(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("neighbors.txt"),
                "# comment with blanks\nhello\n10.0.0.1\n\n# x\n#\n10.0.0.2:1\n\u0000");
        assertThat(new NeighborFile(directory, Runnable::run).load().keySet())
                .containsExactly(address("10.0.0.1"), address("10.0.0.2:1"));
        assertThat(new NeighborFile(directory.resolve("no"), Runnable::run).load())
                .isEmpty();
        new NeighborFile(directory.resolve("no"), Runnable::run).save(List.of("10.0.0.1:1"));
    }

    @Test
    void networksAreRanges() {
        Network network = Network.parse("10.1.0.0/15");
        assertThat(network.contains(address("10.1.255.255").ip())).isTrue();
        assertThat(network.contains(address("10.2.0.0").ip())).isFalse();
        assertThat(network.contains(address("fd00::1").ip())).isFalse();
        assertThat(Network.parse("0.0.0.0/0").contains(address("9.9.9.9").ip())).isTrue();
        assertThatThrownBy(() -> Network.parse("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Network.parse("ten")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Network.parse("10.0.0.0/x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDaemonThatOthersReachIsNoOtherOneThatIsAway() {
        Neighbors neighbors = neighbors(false, "10.0.0.2", "10.0.0.3");
        assertThat(neighbors.machines(Set.of("x"))).as("x may be at 10.0.0.2").isEqualTo(3);
        Neighbor two = neighbors.find(address("10.0.0.2"));
        Neighbor three = neighbors.find(address("10.0.0.3"));
        assertThat(two).isNotNull();
        assertThat(three).isNotNull();
        neighbors.confirmed(two, "two");
        assertThat(neighbors.machines(Set.of("two", "x")))
                .as("x may be at 10.0.0.3")
                .isEqualTo(3);
        neighbors.confirmed(three, "three");
        assertThat(neighbors.machines(Set.of("two", "x"))).isEqualTo(4);
        assertThat(neighbors.machines(Set.of("two", "three", "x", "y"))).isEqualTo(5);
    }
}
