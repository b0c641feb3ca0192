package io.eventdispatcher.communicatord.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.communicatord.testing.FakePeer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTests {

    private static final Instant NOW = Instant.ofEpochSecond(5);

    private final Services services = new Services(
            "srv1",
            Set.of("gamma"),
            new RegistrationPolicy(Map.of(
                    "billing", new RegistrationPolicy.Rule(Set.of("bill"), null),
                    "vault", new RegistrationPolicy.Rule(Set.of(), "s3cret"))));

    private Session opened() {
        Session session = FakePeer.on(Zone.UNIX).session();
        services.opened(session);
        return session;
    }

    private String register(Session session, String name) {
        return services.register(session, name, null, NOW);
    }

    @Test
    void goesFromNewToGone() {
        Session alpha = opened();
        assertThat(alpha.state()).isEqualTo(Session.State.NEW);
        assertThat(services.unregistered()).isEqualTo(1);
        assertThat(register(alpha, "alpha")).isEmpty();
        assertThat(alpha.state()).isEqualTo(Session.State.HELLO);
        assertThat(alpha.upSince()).isEqualTo(NOW);
        assertThat(services.unregistered()).isZero();
        assertThat(services.find("alpha")).isSameAs(alpha);
        assertThat(alpha.announce(Set.of("GREET"))).isTrue();
        assertThat(alpha.state()).isEqualTo(Session.State.READY);
        assertThat(services.gone(alpha)).isTrue();
        assertThat(services.gone(alpha)).isFalse();
        assertThat(alpha.state()).isEqualTo(Session.State.GONE);
        assertThat(services.find("alpha")).isNull();
    }

    @Test
    void commandsAddUp() {
        Session alpha = opened();
        register(alpha, "alpha");
        alpha.announce(Set.of("A", "B"));
        alpha.announce(Set.of("B", "C"));
        assertThat(alpha.commands()).containsExactly("A", "B", "C");
    }

    @Test
    void commandsAreLimited() {
        Session alpha = opened();
        register(alpha, "alpha");
        Set<String> many = IntStream.range(0, Session.MAX_COMMANDS)
                .mapToObj(i -> "C" + i)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(alpha.announce(many)).isTrue();
        assertThat(alpha.announce(many)).isTrue();
        assertThat(alpha.announce(Set.of("ONE_MORE"))).isFalse();
        assertThat(alpha.understands("ONE_MORE")).isFalse();
    }

    @Test
    void commandsNeedARegistration() {
        assertThatThrownBy(() -> opened().announce(Set.of("A"))).hasMessageContaining("state=NEW");
    }

    @Test
    void aNameBelongsToOneConnection() {
        Session first = opened();
        Session second = opened();
        register(first, "alpha");
        assertThat(register(second, "alpha")).isEqualTo("service: the name is in use");
        assertThat(services.find("alpha")).isSameAs(first);
        services.gone(second);
        assertThat(services.find("alpha")).isSameAs(first);
        services.gone(first);
        assertThat(register(opened(), "alpha")).isEmpty();
    }

    @Test
    void aConnectionHasOneName() {
        Session alpha = opened();
        register(alpha, "alpha");
        assertThat(register(alpha, "beta")).contains("registered already");
        assertThat(services.find("beta")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "del-ta", "1a", "a b", ".", "*", "?", "a:b", "\u00e4", "communicatord", "unauthenticated"})
    void someNamesAreNone(String name) {
        Session session = opened();
        assertThat(register(session, name)).startsWith("service: ");
        assertThat(session.state()).isEqualTo(Session.State.NEW);
        assertThat(register(session, "ok")).isEmpty();
    }

    @Test
    void namesAreNoLongerThan128() {
        assertThat(register(opened(), "a".repeat(129))).startsWith("service: not a name");
        assertThat(register(opened(), "a".repeat(128))).isEmpty();
    }

    @Test
    void namesAreKeptForWhoMayHaveThem() {
        assertThat(register(opened(), "billing")).contains("kept for somebody else");
        Session bill = FakePeer.of(new Peer("c", Zone.UNIX, "bill", false, false, false, false))
                .session();
        services.opened(bill);
        assertThat(register(bill, "billing")).isEmpty();
    }

    @Test
    void namesAreKeptByAPassword() {
        assertThat(services.register(opened(), "vault", null, NOW)).contains("kept");
        assertThat(services.register(opened(), "vault", "s3cre", NOW)).contains("kept");
        assertThat(services.register(opened(), "vault", "s3cret", NOW)).isEmpty();
        assertThat(new RegistrationPolicy.Rule(Set.of(), "s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void whoDoesNotRegisterIsFound() {
        Session early = FakePeer.at(10).session();
        Session late = FakePeer.at(20).session();
        Session datagram = FakePeer.datagram(false).session();
        List.of(datagram, early, late).forEach(services::opened);
        assertThat(services.unregistered()).isEqualTo(2);
        assertThat(services.unregisteredSince(15)).containsExactly(early);
        services.gone(early);
        assertThat(services.unregisteredSince(15)).isEmpty();
    }
}
