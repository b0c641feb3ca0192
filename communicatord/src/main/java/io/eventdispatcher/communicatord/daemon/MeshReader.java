package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.communicatord.daemon.CommunicatordProperties.Fabric;
import io.eventdispatcher.communicatord.peer.LinkAddress;
import io.eventdispatcher.communicatord.peer.MeshSettings;
import io.eventdispatcher.communicatord.peer.MeshSettings.Configured;
import io.eventdispatcher.communicatord.peer.Network;
import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of the links of the properties, and refuses what cannot work.
 *
 * <p>Threading: immutable.
 */
final class MeshReader {

    private static final String NEIGHBORS = "communicatord.neighbors";
    private static final String MY_ADDRESS = "communicatord.my-address";
    private static final int PLAIN_PORT = 4042;
    private static final int SECURE_PORT = 4043;
    private static final int MAX_NEIGHBORS = 32;
    private static final double JITTER = 0.2;
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);
    private static final Pattern URI = Pattern.compile("(?:([a-z]+)://)?(.+?)/?");

    private MeshReader() {}

    /** Whether there are links to other daemons. */
    static boolean isMesh(CommunicatordProperties properties) {
        boolean named = properties.neighbors().stream().anyMatch(each -> !each.isBlank());
        if (properties.fabric() == Fabric.LOCAL && named) {
            throw new UnusablePropertyException(
                    NEIGHBORS,
                    String.join(",", properties.neighbors()),
                    "communicatord.fabric=local has no neighbors",
                    "remove communicatord.fabric, or the neighbors");
        }
        return properties.fabric() == Fabric.MESH || properties.fabric() == Fabric.AUTO && named;
    }

    static MeshSettings read(CommunicatordProperties properties, String server, Set<String> installed) {
        boolean secure = isSet(properties.secureListen());
        boolean plaintext = properties.unsafePlaintext();
        if (!secure && !(plaintext && isSet(properties.remoteListen()))) {
            throw new UnusablePropertyException(
                    "communicatord.secure-listen",
                    "",
                    "it is missing, and other daemons connect there",
                    "set it, for example to cds://0.0.0.0:4043; or set communicatord.remote-listen and"
                            + " communicatord.unsafe-plaintext=true");
        }
        LinkAddress own = LinkAddress.parse(properties.myAddress(), secure ? SECURE_PORT : PLAIN_PORT);
        if (own == null) {
            throw new UnusablePropertyException(
                    MY_ADDRESS,
                    properties.myAddress(),
                    "other daemons cannot reach it",
                    "write the address of this machine, for example 10.0.0.1:4043");
        }
        List<Configured> neighbors = neighbors(properties.neighbors(), secure, plaintext);
        if (own.ip().isLoopbackAddress()
                && neighbors.stream().anyMatch(each -> !each.address().ip().isLoopbackAddress())) {
            throw new UnusablePropertyException(
                    MY_ADDRESS,
                    properties.myAddress(),
                    "its neighbors cannot reach it there",
                    "write the address of this machine in their network, for example 10.0.0.1:4043");
        }
        CommunicatordProperties.Mesh mesh = properties.mesh();
        positive("ping", mesh.ping());
        positive("connect-timeout", mesh.connectTimeout());
        positive("retry-initial", mesh.retryInitial());
        if (mesh.deadAfter().compareTo(mesh.ping().multipliedBy(2)) < 0) {
            throw new UnusablePropertyException(
                    "communicatord.mesh.dead-after",
                    mesh.deadAfter().toString(),
                    "it is shorter than two pauses of communicatord.mesh.ping",
                    "write for example 5s, with a ping of 1500ms");
        }
        if (mesh.retryMax().compareTo(mesh.retryInitial()) < 0) {
            throw new UnusablePropertyException(
                    "communicatord.mesh.retry-max",
                    mesh.retryMax().toString(),
                    "it is shorter than communicatord.mesh.retry-initial",
                    "write for example 2s");
        }
        return new MeshSettings(
                server,
                own,
                secure,
                plaintext,
                mesh.discover(),
                neighbors,
                networks(mesh.networks(), own),
                new HashSet<>(mesh.subjects()),
                installed,
                mesh.ping(),
                mesh.deadAfter(),
                Backoff.exponential(mesh.retryInitial(), mesh.retryMax()).withJitter(JITTER),
                Backoff.exponential(AFTER_REFUSAL, AFTER_REFUSAL).withJitter(JITTER));
    }

    /** Whether an address to listen at is set. */
    static boolean isSet(@Nullable String address) {
        return address != null && !address.isBlank() && !address.equals("off");
    }

    private static List<Configured> neighbors(List<String> texts, boolean secure, boolean plaintext) {
        List<Configured> neighbors = new ArrayList<>();
        for (String text : texts) {
            for (String each : text.strip().split("[, ]+", -1)) {
                if (!each.isEmpty()) {
                    neighbors.add(neighbor(each, secure, plaintext));
                }
            }
        }
        if (neighbors.size() > MAX_NEIGHBORS) {
            throw new UnusablePropertyException(
                    NEIGHBORS,
                    neighbors.size() + " addresses",
                    "the most is " + MAX_NEIGHBORS + ", and 16 daemons can be linked",
                    "name one or a few; the others are learnt from them");
        }
        return List.copyOf(neighbors);
    }

    private static Configured neighbor(String text, boolean secure, boolean plaintext) {
        Matcher uri = URI.matcher(text);
        String scheme = uri.matches() ? uri.group(1) : null;
        boolean encrypted = scheme == null
                ? secure
                : switch (scheme) {
                    case "cds", "scs", "tls" -> true;
                    case "cd", "sc", "tcp" -> false;
                    default -> throw notANeighbor(text);
                };
        LinkAddress address =
                uri.matches() ? LinkAddress.parse(uri.group(2), encrypted ? SECURE_PORT : PLAIN_PORT) : null;
        if (address == null) {
            throw notANeighbor(text);
        }
        if (!encrypted && !plaintext) {
            throw new UnusablePropertyException(
                    NEIGHBORS,
                    text,
                    "everybody on the network could read and forge what goes there",
                    "write cds://" + address + ", or set communicatord.unsafe-plaintext=true");
        }
        if (encrypted && !secure) {
            throw new UnusablePropertyException(
                    NEIGHBORS,
                    text,
                    "this daemon has no certificate to show there",
                    "set communicatord.secure-listen with its certificates");
        }
        return new Configured(address, encrypted);
    }

    private static UnusablePropertyException notANeighbor(String text) {
        return new UnusablePropertyException(
                NEIGHBORS, text, "it is not an IP address", "write for example 10.0.0.2:4042 or cds://10.0.0.2:4043");
    }

    private static List<Network> networks(List<String> texts, LinkAddress own) {
        List<Network> networks = new ArrayList<>();
        for (String each : texts) {
            try {
                networks.add(Network.parse(each.strip()));
            } catch (IllegalArgumentException e) {
                throw new UnusablePropertyException(
                        "communicatord.mesh.networks", each, "it is not a network", "write for example 10.0.0.0/8");
            }
        }
        if (texts.isEmpty()) {
            networks.addAll(Network.PRIVATE);
            networks.add(own.ip().isLoopbackAddress() ? Network.parse("127.0.0.0/8") : Network.parse(own.host()));
        }
        return List.copyOf(networks);
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new UnusablePropertyException(
                    "communicatord.mesh." + key, value.toString(), "it must be positive", "write for example 2s");
        }
    }
}
