package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.peer.LocalFabric;
import io.eventdispatcher.communicatord.peer.MeshFabric;
import io.eventdispatcher.communicatord.peer.NeighborFile;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.tap.Tap;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import io.eventdispatcher.spring.console.ConsoleFiles;
import io.eventdispatcher.spring.lifecycle.ConnectionServices;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerHandlers;
import io.eventdispatcher.spring.tls.SslMaterials;
import io.eventdispatcher.spring.trace.TraceText;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The daemon in an application: broker, its listeners, what shows it.
 *
 * @since 0.1
 */
@AutoConfiguration(after = EventDispatcherAutoConfiguration.class)
@ConditionalOnBooleanProperty("communicatord.enabled")
@EnableConfigurationProperties(CommunicatordProperties.class)
public final class CommunicatordAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CommunicatordAutoConfiguration.class);
    private static final Duration GOOD_BYE = Duration.ofSeconds(5);

    CommunicatordAutoConfiguration() {}

    @Bean
    PeerIdentity communicatordIdentity(CommunicatordProperties properties) {
        return new PeerIdentity(new HashSet<>(properties.operators()));
    }

    @Bean
    LinkConnections communicatordLinks(
            CommunicatordProperties properties,
            PeerIdentity identity,
            EventLoop loop,
            SslMaterials materials,
            ConnectionServices services) {
        boolean mesh = MeshReader.isMesh(properties);
        boolean secure = mesh && MeshReader.isSet(properties.secureListen());
        LinkConnections links = new LinkConnections(
                loop,
                identity,
                () -> secure ? materials.get(ListenerProperties.BUNDLE_NAME).context() : null,
                properties.mesh().connectTimeout(),
                services.observer());
        if (mesh) {
            services.connections().add(links.group());
        }
        return links;
    }

    @Bean
    @ConditionalOnMissingBean
    ClusterFabric communicatordFabric(CommunicatordProperties properties, LinkConnections links, EventLoop loop) {
        if (!MeshReader.isMesh(properties)) {
            return new LocalFabric();
        }
        Path directory = Path.of(properties.dataPath());
        boolean kept = Files.isDirectory(directory) && Files.isWritable(directory);
        if (!kept) {
            log.warn(
                    "neighbors are not kept over a restart: communicatord.data-path={} is no directory that can be"
                            + " written",
                    directory);
        }
        return new MeshFabric(
                MeshReader.read(properties, ServerName.of(properties.serverName()), known(properties)),
                links,
                kept ? new NeighborFile(directory) : null,
                loop.clock());
    }

    @Bean
    Broker communicatordBroker(
            CommunicatordProperties properties,
            ClusterFabric fabric,
            LinkConnections links,
            EventLoops loops,
            TraceText text,
            ApplicationContext context) {
        if (loops.all().size() > 1) {
            throw new UnusablePropertyException(
                    "eventdispatcher.loops",
                    Integer.toString(loops.all().size()),
                    "the daemon works on one event loop",
                    "remove it");
        }
        Services services = new Services(
                ServerName.of(properties.serverName()), known(properties), SettingsReader.policy(properties));
        Broker broker = new Broker(
                services,
                fabric,
                SettingsReader.cache(properties.cache(), Runtime.getRuntime().maxMemory()),
                SettingsReader.broker(properties),
                new LinuxMachine(),
                new ContextHooks(context),
                loops.first().clock(),
                new Tap(
                        SettingsReader.tap(properties.tap()),
                        services.server(),
                        message -> text.of(unsigned(message))));
        links.serve(broker);
        return broker;
    }

    /** Without the sender that a peer claims to be. */
    private static Message unsigned(Message message) {
        return message.source().isNone()
                ? message
                : message.toBuilder().from(MessageAddress.NONE).build();
    }

    private static Set<String> known(CommunicatordProperties properties) {
        Set<String> known = new TreeSet<>(ServerName.installed(Path.of(properties.services())));
        known.addAll(properties.registrations().keySet());
        return known;
    }

    @Bean
    ListenerHandlers communicatordListenerHandlers(
            Broker broker, PeerIdentity identity, CommunicatordProperties properties) {
        String secret = properties.signalSecret();
        return new BrokerListeners(broker, identity, secret != null && !secret.isEmpty());
    }

    @Bean
    BrokerLifecycle communicatordLifecycle(Broker broker, EventLoop loop, LinkConnections links) {
        return new BrokerLifecycle(broker, loop, GOOD_BYE, links);
    }

    @Bean
    BrokerReports communicatordReports(Broker broker, EventLoop loop) {
        return new BrokerReports(broker, loop);
    }

    /** It is what works. */
    @Bean
    static LazyInitializationExcludeFilter communicatordEagerBeans() {
        return LazyInitializationExcludeFilter.forBeanTypes(BrokerLifecycle.class);
    }

    /** What shows the daemon. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class Shown {

        @Bean
        @ConditionalOnAvailableEndpoint(CommunicatordEndpoint.class)
        CommunicatordEndpoint communicatordEndpoint(BrokerReports reports) {
            return new CommunicatordEndpoint(reports);
        }

        @Bean
        @ConditionalOnBooleanProperty("communicatord.console.enabled")
        @ConditionalOnAvailableEndpoint(endpoint = CommunicatordEndpoint.class, exposure = EndpointExposure.WEB)
        CommunicatordWebExtension communicatordWebExtension(CommunicatordEndpoint endpoint) {
            return new CommunicatordWebExtension(
                    endpoint,
                    new ConsoleFiles(
                            CommunicatordAutoConfiguration.class, List.of("daemon.css", "daemon.js", "graph.js")));
        }
    }

    /** What measures the daemon. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Measured {

        @Bean
        CommunicatordMeters communicatordMeters(Broker broker) {
            return new CommunicatordMeters(broker.traffic(), broker.tap().traffic());
        }

        @Bean
        LinkMeters communicatordLinkMeters(ClusterFabric fabric) {
            return new LinkMeters(fabric);
        }
    }

    /** What tells how the daemon is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("communicatord")
    static class Healthy {

        @Bean
        @ConditionalOnMissingBean(name = "communicatordHealthIndicator")
        CommunicatordHealth communicatordHealthIndicator(ClusterFabric fabric) {
            return new CommunicatordHealth(fabric);
        }
    }
}
