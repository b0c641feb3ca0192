package io.eventdispatcher.communicatord.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.registry.RegistrationPolicy;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.testing.FakePeer;
import io.eventdispatcher.message.Message;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All forms of addresses. */
class RouterTests {

    /** Knows the server srv2 with the services beta and far. */
    private static final Presence TWO = new Presence() {
        @Override
        public boolean reaches(String server) {
            return server.equals("srv2");
        }

        @Override
        public boolean runs(String service) {
            return service.equals("far") || service.equals("beta");
        }

        @Override
        public int machines() {
            return 2;
        }

        @Override
        public int reachable() {
            return 2;
        }
    };

    private final Services services = new Services("srv1", Set.of(), RegistrationPolicy.OPEN);
    private final Session alpha = registered("alpha");
    private final Session beta = registered("beta");

    private Session registered(String name) {
        Session session = FakePeer.on(Zone.UNIX).session();
        services.opened(session);
        assertThat(services.register(session, name, null, Instant.EPOCH)).isEmpty();
        return session;
    }

    private Route alone(String line) {
        return new Router(services, Presence.ALONE)
                .route(alpha, Message.parse(line).destination());
    }

    private Route ofTwo(String line) {
        return new Router(services, TWO).route(alpha, Message.parse(line).destination());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X",
                "communicatord/X",
                ".:communicatord/X",
                "*:communicatord/X",
                "srv1:communicatord/X",
                "srv1:X",
                ".:X"
            })
    void isForTheDaemon(String line) {
        assertThat(alone(line)).isSameAs(Route.DAEMON);
        assertThat(ofTwo(line)).isSameAs(Route.DAEMON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"beta/X", ".:beta/X", "srv1:beta/X", "*:beta/X"})
    void prefersTheServiceOfThisMachine(String line) {
        assertThat(alone(line)).isEqualTo(new Route.ToService(beta));
        assertThat(ofTwo(line)).isEqualTo(new Route.ToService(beta));
    }

    @Test
    void aServiceReachesItself() {
        assertThat(alone("alpha/X")).isEqualTo(new Route.ToService(alpha));
    }

    @Test
    void questionMarkMeansOtherInstances() {
        assertThat(alone("?:alpha/X")).isEqualTo(new Route.Unreachable("alpha"));
        assertThat(alone("?:beta/X")).isEqualTo(new Route.ToService(beta));
        assertThat(alone("?:nobody/X")).isEqualTo(new Route.Unreachable("nobody"));
        assertThat(ofTwo("?:beta/X")).isEqualTo(new Route.Elsewhere("?", "beta", beta));
        assertThat(ofTwo("?:far/X")).isEqualTo(new Route.Elsewhere("?", "far", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gamma/X", ".:gamma/X", "srv1:gamma/X", "*:gamma/X"})
    void waitsForWhatIsNowhere(String line) {
        assertThat(alone(line)).isEqualTo(new Route.Absent("gamma"));
        assertThat(ofTwo(line)).isEqualTo(new Route.Absent("gamma"));
    }

    @Test
    void findsAServiceElsewhereBeforeItWaits() {
        assertThat(ofTwo("far/X")).isEqualTo(new Route.Elsewhere("", "far", null));
        assertThat(ofTwo("*:far/X")).isEqualTo(new Route.Elsewhere("", "far", null));
        assertThat(ofTwo(".:far/X")).isEqualTo(new Route.Absent("far"));
        assertThat(ofTwo("srv2:beta/X")).isEqualTo(new Route.Elsewhere("srv2", "beta", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"srv3:beta/X", "SRV1:beta/X"})
    void knowsThatAServerCannotBeReached(String line) {
        assertThat(alone(line)).isEqualTo(new Route.Unreachable("beta"));
        assertThat(ofTwo(line)).isEqualTo(new Route.Unreachable("beta"));
    }

    @Test
    void otherDaemons() {
        assertThat(alone("srv2:communicatord/X")).isEqualTo(new Route.Unreachable("communicatord"));
        assertThat(alone("?:communicatord/X")).isEqualTo(new Route.Unreachable("communicatord"));
        assertThat(ofTwo("srv2:communicatord/X")).isEqualTo(new Route.Elsewhere("srv2", "", null));
        assertThat(ofTwo("srv2:X")).isEqualTo(new Route.Elsewhere("srv2", "", null));
        assertThat(ofTwo("?:communicatord/X")).isEqualTo(new Route.Elsewhere("?", "", null));
    }

    @Test
    void broadcasts() {
        assertThat(alone("./X")).isEqualTo(new Route.ToAll(Route.Reach.MACHINE));
        assertThat(alone("srv9:./X")).isEqualTo(new Route.ToAll(Route.Reach.MACHINE));
        assertThat(alone("?/X")).isEqualTo(new Route.ToAll(Route.Reach.PRIVATE));
        assertThat(alone("*:?/X")).isEqualTo(new Route.ToAll(Route.Reach.PRIVATE));
        assertThat(alone("*/X")).isEqualTo(new Route.ToAll(Route.Reach.EVERYWHERE));
        assertThat(alone("*:*/X")).isEqualTo(new Route.ToAll(Route.Reach.EVERYWHERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"srv1:*/X", ".:*/X", "?:*/X", "srv2:?/X", "?:?/X"})
    void aBroadcastToOneServerMeansNothing(String line) {
        assertThat(alone(line)).isInstanceOf(Route.Wrong.class);
    }

    @Test
    void whoIsNotAuthenticatedCannotBeAnswered() {
        assertThat(alone("srv1:unauthenticated/X")).isEqualTo(new Route.Unreachable("unauthenticated"));
    }
}
