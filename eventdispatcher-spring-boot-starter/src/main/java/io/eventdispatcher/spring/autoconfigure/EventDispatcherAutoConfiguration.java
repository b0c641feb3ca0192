package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.client.ClientObserver;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.definition.Definitions;
import io.eventdispatcher.messenger.ControlPolicy;
import io.eventdispatcher.messenger.MessageObserver;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.messenger.SendInterceptor;
import io.eventdispatcher.messenger.SystemCommands;
import io.eventdispatcher.messenger.SystemHooks;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Control;
import io.eventdispatcher.spring.lifecycle.Announcer;
import io.eventdispatcher.spring.lifecycle.ApplicationControl;
import io.eventdispatcher.spring.lifecycle.ClientCustomizer;
import io.eventdispatcher.spring.lifecycle.ClientExtensions;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ClientsLifecycle;
import io.eventdispatcher.spring.lifecycle.ConnectionEvents;
import io.eventdispatcher.spring.lifecycle.ConnectionObservers;
import io.eventdispatcher.spring.lifecycle.ConnectionServices;
import io.eventdispatcher.spring.lifecycle.Connections;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.Farewell;
import io.eventdispatcher.spring.lifecycle.ListenerCustomizer;
import io.eventdispatcher.spring.lifecycle.ListenerHandlers;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.ListenersLifecycle;
import io.eventdispatcher.spring.lifecycle.LocalPorts;
import io.eventdispatcher.spring.lifecycle.LoopLifecycle;
import io.eventdispatcher.spring.lifecycle.MessageObservers;
import io.eventdispatcher.spring.lifecycle.ReadinessGate;
import io.eventdispatcher.spring.lifecycle.TlsHandshakes;
import io.eventdispatcher.spring.tls.SslMaterials;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Event loop, dispatcher, listeners and clients of an application.
 *
 * @since 0.1
 */
@AutoConfiguration(after = {TaskExecutionAutoConfiguration.class, SslAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "eventdispatcher.enabled", matchIfMissing = true)
@EnableConfigurationProperties({EventDispatcherProperties.class, LifecycleProperties.class})
public final class EventDispatcherAutoConfiguration {

    private static final int MAX_LOOPS = 64;
    private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

    EventDispatcherAutoConfiguration() {}

    /**
     * The loop is an {@code Executor}, so it must come after Spring Boot has decided about its own, and is a fallback for
     * who injects any.
     */
    @Bean(destroyMethod = "close")
    @Fallback
    @ConditionalOnMissingBean
    EventLoop eventDispatcherLoop(EventDispatcherProperties properties) {
        return EventLoop.open("eventdispatcher", LoopOptionsReader.read(properties.loop()), NanoClock.system());
    }

    /** Not beans of their own: who injects a loop gets the first one. */
    @Bean(destroyMethod = "close")
    EventLoops eventDispatcherLoops(EventLoop first, EventDispatcherProperties properties) {
        int count = PropertyChecks.between("eventdispatcher.loops", properties.loops(), 1, MAX_LOOPS);
        LoopOptions options = LoopOptionsReader.read(properties.loop());
        return EventLoops.open(first, count, name -> EventLoop.open(name, options, first.clock()));
    }

    @Bean
    @ConditionalOnMissingBean
    Dispatcher eventDispatcherDispatcher() {
        return new Dispatcher();
    }

    @Bean
    @ConditionalOnMissingBean
    Messenger eventDispatcherMessenger(
            EventDispatcherProperties properties,
            Dispatcher dispatcher,
            ObjectProvider<MessageLimits> limits,
            ObjectProvider<Definitions> definitions,
            ObjectProvider<MessageObserver> observers,
            Farewell farewell) {
        EventDispatcherProperties.Dispatch dispatch = properties.dispatch();
        return Messenger.builder(dispatcher)
                .limits(limits(properties, limits))
                .definitions(definitions.getIfAvailable(new MessagesReader(properties.message())::definitions))
                .queueCapacity(
                        PropertyChecks.atLeast("eventdispatcher.dispatch.queue-capacity", dispatch.queueCapacity(), 1))
                .unknownCommand(dispatch.unknownCommand())
                .invalidMessage(dispatch.invalidMessage())
                .observer(MessageObservers.of(Stream.concat(observers.orderedStream(), farewell.observers().stream())
                        .toList()))
                .build();
    }

    @Bean
    Farewell eventDispatcherFarewell(LifecycleProperties lifecycle) {
        return new Farewell(lifecycle.quitting());
    }

    @Bean
    @ConditionalOnMissingBean
    ControlPolicy eventDispatcherControlPolicy(EventDispatcherProperties properties) {
        return ControlPolicy.standard(properties.control() == Control.LOOPBACK);
    }

    @Bean
    @ConditionalOnMissingBean
    SystemHooks eventDispatcherSystemHooks(ApplicationContext context) {
        return new ApplicationControl(context);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "eventdispatcher.built-in-commands", matchIfMissing = true)
    BuiltInCommands eventDispatcherBuiltInCommands(Dispatcher dispatcher, SystemHooks hooks, ControlPolicy control) {
        return new BuiltInCommands(SystemCommands.register(dispatcher, hooks, control));
    }

    @Bean
    @ConditionalOnMissingBean
    ConnectionRegistry eventDispatcherConnectionRegistry() {
        return new ConnectionRegistry();
    }

    @Bean
    @ConditionalOnMissingBean
    Connections eventDispatcherConnections(ConnectionRegistry registry) {
        return new Connections(registry);
    }

    @Bean
    ConnectionEvents eventDispatcherConnectionEvents(ApplicationEventPublisher publisher) {
        return new ConnectionEvents(publisher);
    }

    @Bean
    ConnectionServices eventDispatcherConnectionServices(
            EventLoops loops,
            Messenger messenger,
            ConnectionRegistry connections,
            ObjectProvider<ConnectionObserver> observers,
            ObjectProvider<SendInterceptor> interceptors) {
        return new ConnectionServices(
                loops,
                messenger,
                connections,
                new ConnectionObservers(observers.orderedStream().toList()),
                SendInterceptor.of(interceptors.orderedStream().toList()));
    }

    @Bean
    SslMaterials eventDispatcherSslMaterials(ObjectProvider<SslBundles> bundles, EventLoop loop) {
        return new SslMaterials(bundles.getIfAvailable(), loop.clock());
    }

    @Bean
    SslReader eventDispatcherSslReader(
            SslMaterials materials, ObjectProvider<TlsHandshakes> observers, ApplicationContext context) {
        return new SslReader(
                materials,
                BundleFiles.of(context.getEnvironment(), context),
                observers.orderedStream().toList());
    }

    @Bean
    ListenerRegistry eventDispatcherListenerRegistry(
            EventDispatcherProperties properties,
            SslReader ssl,
            ObjectProvider<MessageLimits> limits,
            ConnectionServices services,
            Dispatcher dispatcher,
            ConfigurableEnvironment environment,
            ApplicationEventPublisher publisher,
            ObjectProvider<ListenerCustomizer> customizers,
            ObjectProvider<ListenerHandlers> handlers,
            Farewell farewell) {
        ListenerSettingsReader settings = new ListenerSettingsReader(
                properties,
                ssl,
                limits(properties, limits),
                customizers.orderedStream().toList());
        UnconfiguredListener unconfigured = new UnconfiguredListener(properties, settings, dispatcher);
        Announcer announcer = new Announcer(publisher, new LocalPorts(environment));
        return new ListenerRegistry(
                settings.read(),
                unconfigured,
                services,
                announcer,
                farewell,
                handlers.getIfAvailable(() -> listener -> null));
    }

    @Bean
    ReadinessGate eventDispatcherReadinessGate(
            ListenerRegistry listeners,
            LifecycleProperties lifecycle,
            ObjectProvider<ApplicationAvailability> availability) {
        return new ReadinessGate(
                listeners, availability.getIfAvailable(ApplicationAvailabilityBean::new), lifecycle.followReadiness());
    }

    @Bean
    ClientRegistry eventDispatcherClientRegistry(
            EventDispatcherProperties properties,
            SslReader ssl,
            ObjectProvider<MessageLimits> limits,
            ConnectionServices services,
            ApplicationEventPublisher publisher,
            ObjectProvider<ClientCustomizer> customizers,
            ObjectProvider<ClientObserver> observers,
            ObjectProvider<EventDispatcherConnectionDetails> details) {
        ClientSettingsReader settings = new ClientSettingsReader(
                properties,
                ssl,
                limits(properties, limits),
                details.orderedStream().toList());
        ClientExtensions extensions = new ClientExtensions(
                publisher,
                customizers.orderedStream().toList(),
                observers.orderedStream().toList());
        return new ClientRegistry(settings.read(), services, extensions);
    }

    private static MessageLimits limits(EventDispatcherProperties properties, ObjectProvider<MessageLimits> limits) {
        return limits.getIfAvailable(new MessagesReader(properties.message())::limits);
    }

    @Bean
    static ClientBeans eventDispatcherClientBeans(Environment environment) {
        return new ClientBeans(environment);
    }

    @Bean
    LoopLifecycle eventDispatcherLoopLifecycle(
            EventLoops loops,
            ListenerRegistry listeners,
            ClientRegistry clients,
            ConnectionRegistry connections,
            ApplicationContext context) {
        return new LoopLifecycle(loops, listeners, clients, connections, context);
    }

    @Bean
    ClientsLifecycle eventDispatcherClientsLifecycle(
            ClientRegistry clients, Environment environment, LifecycleProperties lifecycle) {
        return new ClientsLifecycle(
                clients, grace(environment), lifecycle.checked().clientsPhase());
    }

    @Bean
    ListenersLifecycle eventDispatcherListenersLifecycle(
            ListenerRegistry listeners, EventLoop loop, Environment environment, LifecycleProperties lifecycle) {
        return new ListenersLifecycle(
                listeners, loop, grace(environment), lifecycle.checked().listenersPhase());
    }

    /** They are what starts everything, so they cannot wait until somebody asks for them. */
    @Bean
    static LazyInitializationExcludeFilter eventDispatcherEagerBeans() {
        return LazyInitializationExcludeFilter.forBeanTypes(
                LoopLifecycle.class,
                ClientsLifecycle.class,
                ListenersLifecycle.class,
                ReadinessGate.class,
                BuiltInCommands.class);
    }

    private static Duration grace(Environment environment) {
        return Binder.get(environment).bind(PHASE_TIMEOUT, Duration.class).orElse(DEFAULT_PHASE_TIMEOUT);
    }

    /**
     * The entries of the system commands.
     *
     * @param tag of the entries in the dispatcher
     */
    record BuiltInCommands(int tag) {}
}
