package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.client.OfflineQueueLimits;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageFormatException;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.messenger.Correlation;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Client;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.OfflineQueue;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Reconnect;
import io.eventdispatcher.spring.lifecycle.ClientSettings;
import io.eventdispatcher.transport.TransportOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of the properties of clients.
 *
 * <p>Threading: one thread at a time.
 */
final class ClientSettingsReader {

    static final String PREFIX = "eventdispatcher.clients";

    private static final Duration DEFAULT_INITIAL = Duration.ofSeconds(1);
    private static final Duration DEFAULT_MAX = Duration.ofHours(1);

    private final EventDispatcherProperties properties;
    private final SslReader ssl;
    private final MessageLimits messages;
    private final List<EventDispatcherConnectionDetails> details;

    ClientSettingsReader(
            EventDispatcherProperties properties,
            SslReader ssl,
            MessageLimits messages,
            List<EventDispatcherConnectionDetails> details) {
        this.properties = properties;
        this.ssl = ssl;
        this.messages = messages;
        this.details = details;
    }

    List<ClientSettings> read() {
        for (EventDispatcherConnectionDetails each : details) {
            if (!properties.clients().containsKey(each.getClient())) {
                throw new UnusablePropertyException(
                        PREFIX + "." + each.getClient(),
                        "",
                        "there are connection details, but no properties of this client",
                        "set at least one property of the client, for example auto-startup=true");
            }
        }
        List<ClientSettings> all = new ArrayList<>();
        properties.clients().forEach((name, client) -> all.add(read(name, client)));
        return all;
    }

    private ClientSettings read(String name, Client client) {
        PropertyChecks.name(PREFIX, name);
        String prefix = PREFIX + "." + name;
        if (properties.listeners().containsKey(name)) {
            throw new UnusablePropertyException(
                    prefix,
                    "",
                    "there is a listener of the same name",
                    "rename one of them: connections are named after them");
        }
        List<Endpoint> endpoints = endpoints(prefix + ".uri", uris(name, client));
        SslReader.Tls tls = ssl.client(name, prefix, endpoints, client.ssl());
        TransportOptions streams = new DatagramReader(prefix + ".datagram", endpoints, messages)
                .client(KeepAliveReader.read(prefix + ".keepalive", client.keepalive()), client.datagram());
        Duration connectTimeout = PropertyChecks.positive(prefix + ".connect-timeout", client.connectTimeout());
        ConnectionOptions options = new LimitsReader("eventdispatcher.limits", properties.limits()).forClient();
        return new ClientSettings(
                name,
                endpoints,
                client.autoStartup(),
                FramingReader.read(prefix + ".framing", client.framing(), endpoints, options),
                tls == null ? streams : streams.with(tls.options()),
                tls == null ? null : tls.material(),
                backoff(prefix + ".reconnect", client.reconnect()),
                connectTimeout,
                PropertyChecks.positive(prefix + ".request-timeout", client.requestTimeout()),
                correlation(prefix + ".request.correlation", client.request().correlation()),
                PropertyChecks.atLeast(
                        prefix + ".request.max-pending", client.request().maxPending(), 1),
                client.required(),
                startupTimeout(prefix, client, connectTimeout.multipliedBy(endpoints.size())),
                queue(prefix + ".offline-queue", client.offlineQueue()),
                greeting(prefix + ".on-connect", client.onConnect()));
    }

    private List<String> uris(String name, Client client) {
        return details.stream()
                .filter(each -> each.getClient().equals(name))
                .findFirst()
                .map(EventDispatcherConnectionDetails::getUris)
                .orElse(client.uri());
    }

    private static List<Endpoint> endpoints(String key, List<String> uris) {
        if (uris.isEmpty()) {
            throw new UnusablePropertyException(
                    key, "", "it is missing", "write where to connect to, for example tcp://127.0.0.1:4040");
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < uris.size(); i++) {
            String keyOfOne = uris.size() == 1 ? key : key + "[" + i + "]";
            Endpoint endpoint = PropertyChecks.endpoint(keyOfOne, uris.get(i));
            if (endpoint instanceof InetEndpoint inet && inet.port() == 0) {
                throw new UnusablePropertyException(keyOfOne, uris.get(i), "nobody listens on port 0", "name the port");
            }
            endpoints.add(endpoint);
        }
        return List.copyOf(endpoints);
    }

    private static Correlation correlation(String key, String value) {
        return switch (value) {
            case "auto" -> Correlation.auto();
            case "off", "false" -> Correlation.off(); // YAML 1.1 reads off as false
            default -> by(key, value);
        };
    }

    private static Correlation by(String key, String parameter) {
        try {
            return Correlation.by(parameter);
        } catch (InvalidMessageException e) {
            throw PropertyChecks.unusable(
                    key, parameter, e, "write auto, off, or the name of a parameter that the peer repeats");
        }
    }

    private static Duration startupTimeout(String prefix, Client client, Duration otherwise) {
        Duration given = client.startupTimeout();
        String key = prefix + ".startup-timeout";
        if (given == null) {
            return otherwise;
        }
        if (!client.required()) {
            throw new UnusablePropertyException(
                    key,
                    PropertyChecks.print(given),
                    "nobody waits for a client that is not required",
                    "set " + prefix + ".required=true, or leave it out");
        }
        return PropertyChecks.positive(key, given);
    }

    private static Backoff backoff(String key, Reconnect reconnect) {
        Backoff backoff = pauses(key, reconnect).withJitter(jitter(key + ".jitter", reconnect.jitter()));
        Integer attempts = reconnect.maxAttempts();
        return attempts == null
                ? backoff
                : backoff.withMaxAttempts(PropertyChecks.atLeast(key + ".max-attempts", attempts, 1));
    }

    private static Backoff pauses(String key, Reconnect reconnect) {
        String pauses = reconnect.pauses();
        Duration initial = orElse(reconnect.initial(), DEFAULT_INITIAL);
        Duration max = orElse(reconnect.max(), DEFAULT_MAX);
        if (pauses == null) {
            PropertyChecks.positive(key + ".initial", initial);
            PropertyChecks.positive(key + ".max", max);
            if (max.compareTo(initial) < 0) {
                throw new UnusablePropertyException(
                        key + ".max",
                        PropertyChecks.print(max),
                        "it is shorter than initial=" + PropertyChecks.print(initial),
                        "use initial <= max");
            }
            return Backoff.exponential(initial, max);
        }
        if (reconnect.initial() != null || reconnect.max() != null) {
            throw new UnusablePropertyException(
                    key + ".pauses",
                    pauses,
                    "'initial' and 'max' describe the same thing",
                    "set either 'pauses' or the others");
        }
        try {
            return Backoff.parse(pauses);
        } catch (IllegalArgumentException e) {
            throw PropertyChecks.unusable(key + ".pauses", pauses, e, "write for example 1,2,4,8,1m");
        }
    }

    private static double jitter(String key, double jitter) {
        if (jitter >= 0 && jitter <= 1) {
            return jitter;
        }
        throw new UnusablePropertyException(key, Double.toString(jitter), "it is not in 0..1", "write for example 0.2");
    }

    private static OfflineQueueLimits queue(String key, OfflineQueue queue) {
        return new OfflineQueueLimits(
                PropertyChecks.atLeast(key + ".capacity", queue.capacity(), 0),
                PropertyChecks.bytes(key + ".max-size", queue.maxSize(), 0),
                PropertyChecks.notNegative(key + ".max-age", queue.maxAge()),
                queue.overflow());
    }

    private static List<Message> greeting(String key, List<String> texts) {
        List<Message> messages = new ArrayList<>();
        for (String text : texts) {
            try {
                // built anew, because what is sent has stricter rules than what is received
                messages.add(Message.parse(text).toBuilder().build());
            } catch (MessageFormatException | InvalidMessageException e) {
                // without the value, which may hold a password
                throw PropertyChecks.unusable(
                        key, "", e, "write a message as it is sent, for example REGISTER service=billing;version=1");
            }
        }
        return List.copyOf(messages);
    }

    private static Duration orElse(@Nullable Duration value, Duration otherwise) {
        return value == null ? otherwise : value;
    }
}
