package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a service with the daemon: {@code REGISTER}, {@code COMMANDS}, {@code UNREGISTER} and the end of its
 * connection.
 *
 * <p>Threading: loop thread only.
 */
final class Registrations {

    private static final Logger log = LoggerFactory.getLogger(Registrations.class);
    private static final String VERSION = "1";
    private static final String SERVICE = "service";

    private final Services services;
    private final ClusterFabric fabric;
    private final Delivery delivery;
    private final Answers answers;
    private final ContestedNames contested;
    private final String myAddress;
    private final NanoClock clock;

    Registrations(
            Services services,
            ClusterFabric fabric,
            Delivery delivery,
            Answers answers,
            ContestedNames contested,
            String myAddress,
            NanoClock clock) {
        this.services = services;
        this.fabric = fabric;
        this.delivery = delivery;
        this.answers = answers;
        this.contested = contested;
        this.myAddress = myAddress;
        this.clock = clock;
    }

    /** The order is that of the original: HELP, READY, the news for others, what has waited. */
    void register(Session session, Message message) {
        String problem = problem(session, message);
        if (!problem.isEmpty()) {
            log.info("{}: registration refused: {}", session.peer().id(), problem);
            answers.invalid(session, message, problem);
            String name = message.param(SERVICE);
            Session owner = name != null && problem.equals(Services.IN_USE) ? services.find(name) : null;
            if (owner != null) {
                contested.wanted(owner);
            }
            if (!session.isRegistered()) {
                session.outlet().close();
            }
            return;
        }
        log.info("{}: service '{}' is up", session.peer().id(), session.name());
        fabric.subscribe(session.name());
        answers.send(session, answers.notice(Commands.HELP));
        answers.send(session, answers.notice(Commands.READY).param("my_address", myAddress));
        delivery.announce(status(session, "up"));
        delivery.waited(session);
    }

    private String problem(Session session, Message message) {
        String version = message.param("version");
        if (version == null) {
            return "version: it is missing";
        }
        if (!version.equals(VERSION)) {
            return "version: only version " + VERSION + " is spoken here";
        }
        String name = message.param(SERVICE);
        if (name == null) {
            return "service: it is missing";
        }
        return services.register(session, name, message.param("password"), clock.now());
    }

    void commands(Session session, Message message) {
        String list = message.param("list");
        if (list == null) {
            answers.invalid(session, message, "list: it is missing");
            return;
        }
        Set<String> names = new TreeSet<>();
        for (String each : list.split(",", -1)) {
            String name = each.strip();
            if (!name.isEmpty()) {
                if (!Services.isName(name)) {
                    answers.invalid(session, message, "list: not a list of commands, separated by commas");
                    return;
                }
                names.add(name);
            }
        }
        if (!session.announce(names)) {
            answers.invalid(session, message, "list: more than " + Session.MAX_COMMANDS + " commands");
        }
    }

    void unregister(Session session, Message message) {
        String name = message.param(SERVICE);
        if (!session.name().equals(name)) {
            answers.invalid(
                    session,
                    message,
                    name == null ? "service: it is missing" : "service: not the name of this service");
            return;
        }
        ended(session);
        session.outlet().close();
    }

    /** Does what is due; to be called about once a second. */
    void tick() {
        for (Session silent : contested.silent()) {
            log.warn(
                    "{}: service '{}' does not answer, and somebody else wants its name: it is disconnected",
                    silent.peer().id(),
                    silent.name());
            ended(silent);
            silent.outlet().close();
        }
    }

    /** The session is over, whoever ended it. */
    void ended(Session session) {
        if (services.gone(session)) {
            log.info("{}: service '{}' is down", session.peer().id(), session.name());
            fabric.unsubscribe(session.name());
            delivery.announce(
                    status(session, "down").param("down_since", clock.now().getEpochSecond()));
        }
    }

    /** What is known of a service. */
    MessageBuilder statusOf(String name) {
        Session session = services.find(name);
        if (session != null) {
            return status(session, "up");
        }
        String server = fabric.whereIs(name);
        MessageBuilder builder = answers.notice("STATUS").param("cache", "no").param(SERVICE, name);
        return server == null
                ? builder.param("status", "unknown")
                : builder.param("server_name", server).param("status", "up");
    }

    private MessageBuilder status(Session session, String status) {
        MessageBuilder builder = answers.notice("STATUS")
                .param("cache", "no")
                .param("server_name", services.server())
                .param(SERVICE, session.name())
                .param("status", status);
        @Nullable Instant since = session.upSince();
        return since == null ? builder : builder.param("up_since", since.getEpochSecond());
    }
}
