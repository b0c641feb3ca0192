package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Limits;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Listener;
import io.eventdispatcher.spring.lifecycle.ListenerCustomizer;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of the properties of listeners.
 *
 * <p>Threading: one thread at a time.
 */
final class ListenerSettingsReader {

    private static final String PREFIX = "eventdispatcher.listeners";

    /** What a peer beyond the limit of connections reads before it is disconnected. */
    private static final ByteSource REFUSAL = Message.builder(Commands.INVALID)
            .param("message", "too many connections")
            .build();

    private final EventDispatcherProperties properties;
    private final SslReader ssl;
    private final MessageLimits messages;
    private final List<ListenerCustomizer> customizers;

    ListenerSettingsReader(
            EventDispatcherProperties properties,
            SslReader ssl,
            MessageLimits messages,
            List<ListenerCustomizer> customizers) {
        this.properties = properties;
        this.ssl = ssl;
        this.messages = messages;
        this.customizers = customizers;
    }

    List<ListenerSettings> read() {
        ListenerOptions unusedCommon = common(); // refused under its own key, not under that of a listener
        List<ListenerSettings> all = new ArrayList<>();
        Map<Endpoint, String> taken = new HashMap<>();
        properties.listeners().forEach((name, listener) -> {
            ListenerSettings settings = customized(read(name, listener));
            checkFree(settings, taken);
            all.add(settings);
        });
        return all;
    }

    /** The listener of an application that has handlers and configures nothing. */
    ListenerSettings unconfigured() {
        return customized(ListenerSettings.ofDefault(common()));
    }

    private ListenerSettings customized(ListenerSettings settings) {
        ListenerOptions options = settings.options();
        for (ListenerCustomizer customizer : customizers) {
            options = customizer.customize(settings.name(), options);
        }
        return settings.withOptions(options);
    }

    private ListenerOptions common() {
        return options(new LimitsReader("eventdispatcher.limits", properties.limits()));
    }

    private ListenerSettings read(String name, Listener listener) {
        PropertyChecks.name(PREFIX, name);
        String prefix = PREFIX + "." + name;
        String uri = listener.uri();
        if (uri == null || uri.isBlank()) {
            throw new UnusablePropertyException(
                    prefix + ".uri", "", "it is missing", "write where to listen, for example tcp://127.0.0.1:4040");
        }
        Endpoint endpoint = PropertyChecks.endpoint(prefix + ".uri", uri);
        SslReader.Tls tls = ssl.listener(name, prefix, endpoint, listener.ssl());
        ListenerOptions options = options(new LimitsReader(prefix, limits(listener)));
        ConnectionOptions connection =
                FramingReader.read(prefix + ".framing", listener.framing(), List.of(endpoint), options.connection());
        return new ListenerSettings(
                name,
                prefix + ".uri",
                endpoint,
                options.withConnection(connection).withListen(listen(prefix, uri, endpoint, listener, tls)),
                listener.autoStartup(),
                false,
                tls == null ? null : tls.material());
    }

    private ListenOptions listen(
            String prefix, String uri, Endpoint endpoint, Listener listener, SslReader.@Nullable Tls tls) {
        AddressChecks address = new AddressChecks(prefix, uri, endpoint);
        address.plaintext(listener.unsafePlaintext());
        TransportOptions accepted = new DatagramReader(prefix + ".datagram", List.of(endpoint), messages)
                .listener(KeepAliveReader.read(prefix + ".keepalive", listener.keepalive()), listener.datagram());
        return address.file(listener.permissions(), listener.group())
                .withUnsafePlaintext(listener.unsafePlaintext())
                .withAccepted(tls == null ? accepted : accepted.with(tls.options()));
    }

    private static ListenerOptions options(LimitsReader limits) {
        return ListenerOptions.defaults()
                .withMaxConnections(limits.maxConnections())
                .withRefusal(REFUSAL)
                .withConnection(limits.forListener());
    }

    private Limits limits(Listener listener) {
        Limits common = properties.limits();
        return new Limits(
                or(listener.maxMessageSize(), common.maxMessageSize()),
                or(listener.maxConnections(), common.maxConnections()),
                or(listener.firstMessageTimeout(), common.firstMessageTimeout()),
                or(listener.messageTimeout(), common.messageTimeout()),
                or(listener.idleTimeout(), common.idleTimeout()),
                or(listener.progressTimeout(), common.progressTimeout()),
                or(listener.writeBuffer(), common.writeBuffer()));
    }

    private static <T> T or(@Nullable T own, T common) {
        return own == null ? common : own;
    }

    /** Two listeners on one endpoint are a mistake that the system would only report as "in use". */
    private static void checkFree(ListenerSettings settings, Map<Endpoint, String> taken) {
        Endpoint endpoint = settings.endpoint();
        boolean free = endpoint instanceof InetEndpoint inet && inet.port() == 0;
        String other = free ? null : taken.putIfAbsent(endpoint, settings.name());
        if (other != null) {
            throw new UnusablePropertyException(
                    PREFIX + "." + settings.name() + ".uri",
                    endpoint.toString(),
                    "the listener '" + other + "' has it already",
                    "choose another port or path, or remove one of the two");
        }
    }
}
