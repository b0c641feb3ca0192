package io.eventdispatcher.spring.lifecycle;

import static io.eventdispatcher.spring.autoconfigure.TestPorts.freePort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.MessageClient;
import io.eventdispatcher.messenger.RequestException;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherConnectionDetails;
import io.eventdispatcher.spring.autoconfigure.TestPeer;
import io.eventdispatcher.transport.KeepAliveProbes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;

/** What properties make of clients, against peers that are there, come later, or never. */
@ExtendWith(OutputCaptureExtension.class)
class ClientsIT {

    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private ConfigurableApplicationContext run(Class<?> app, String... arguments) {
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(app).web(WebApplicationType.NONE).run(arguments);
        opened.add(context);
        return context;
    }

    private ServerSocket peer(int port) throws IOException {
        ServerSocket peer = new ServerSocket();
        peer.setReuseAddress(true);
        peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        peer.setSoTimeout(10_000);
        opened.add(peer);
        return peer;
    }

    private TestPeer accept(ServerSocket socket) throws IOException {
        TestPeer peer = TestPeer.of(socket.accept());
        opened.add(peer);
        return peer;
    }

    private static String uri(int... ports) {
        List<String> uris = new ArrayList<>();
        for (int port : ports) {
            uris.add("tcp://127.0.0.1:" + port);
        }
        return "--eventdispatcher.clients.hub.uri=" + String.join(",", uris);
    }

    @Test
    void aRequiredClientWithoutPeerFailsTheStartWithKeyAddressAndLastError(CapturedOutput output) throws IOException {
        int port = freePort();
        assertThatThrownBy(() -> run(
                        App.class,
                        uri(port),
                        "--eventdispatcher.clients.hub.required=true",
                        "--eventdispatcher.clients.hub.startup-timeout=2s"))
                .isInstanceOf(Exception.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Client 'hub' is required (eventdispatcher.clients.hub.required) and could not connect to"
                        + " tcp://127.0.0.1:" + port + " within 2000ms.")
                .containsPattern("Last error: .*refused")
                .contains("eventdispatcher.clients.hub.startup-timeout");
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("eventdispatcher")));
    }

    @Test
    void aRequiredClientWaitsForAPeerThatComesUpMeanwhile() throws Exception {
        int port = freePort();
        CompletableFuture<ServerSocket> later = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return peer(port);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        ConfigurableApplicationContext context = run(
                App.class,
                uri(port),
                "--eventdispatcher.clients.hub.required=true",
                "--eventdispatcher.clients.hub.startup-timeout=20s",
                "--eventdispatcher.clients.hub.reconnect.initial=100ms",
                "--eventdispatcher.clients.hub.reconnect.max=100ms");
        assertThat(client(context).snapshot().state()).isEqualTo(ClientState.CONNECTED);
        assertThat(later).as("what it is connected to").succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void aClientThatGivesUpSaysSoTakesNothingAndCanBeginAnew(CapturedOutput output) throws Exception {
        int port = freePort();
        ConfigurableApplicationContext context = run(
                App.class,
                uri(port),
                "--eventdispatcher.clients.hub.reconnect.initial=20ms",
                "--eventdispatcher.clients.hub.reconnect.max-attempts=3");
        Recorder recorder = context.getBean(Recorder.class);
        await().until(() -> recorder.events.contains("gave up hub 3"));
        NamedClient client = client(context);
        assertThat(client.snapshot().state()).isEqualTo(ClientState.GAVE_UP);
        Delivery refused = client.send(Message.of("NEWS"));
        assertThat(refused.status()).isEqualTo(Delivery.Status.REJECTED);
        assertThat(refused.reason()).contains("gave up after 3 failed attempts");
        assertThat(client.request(Message.of("GET")))
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("gave up");
        assertThat(output).contains("gave up, not retrying by itself");

        ServerSocket socket = peer(port);
        client.start();
        accept(socket);
        await().until(() -> recorder.events.contains("connected hub"));
    }

    @Test
    void ofSeveralAddressesTheNextIsTakenWhenOneFails() throws Exception {
        ServerSocket first = peer(0);
        ServerSocket second = peer(0);
        ConfigurableApplicationContext context = run(
                App.class,
                uri(freePort(), first.getLocalPort(), second.getLocalPort()),
                "--eventdispatcher.clients.hub.reconnect.initial=20ms",
                "--eventdispatcher.clients.hub.on-connect=REGISTER service=a;version=1");
        TestPeer peer = accept(first);
        assertThat(peer.line()).isEqualTo("REGISTER service=a;version=1");
        first.close();
        peer.close();
        TestPeer other = accept(second);
        assertThat(other.line()).isEqualTo("REGISTER service=a;version=1");
        Recorder recorder = context.getBean(Recorder.class);
        await().untilAsserted(() ->
                assertThat(recorder.events).containsSubsequence("connected hub", "disconnected hub", "connected hub"));
        assertThat(client(context).snapshot().endpoint()).hasToString("tcp://127.0.0.1:" + second.getLocalPort());
    }

    @Test
    void whatIsSentWithoutConnectionIsQueuedThenRejectedAndTheOldestGiveWayWhereConfigured() throws Exception {
        int port = freePort();
        ConfigurableApplicationContext context = run(
                App.class,
                uri(port),
                "--eventdispatcher.clients.hub.offline-queue.capacity=2",
                "--eventdispatcher.clients.hub.reconnect.initial=20ms",
                "--eventdispatcher.clients.hub.reconnect.max=20ms",
                "--eventdispatcher.clients.log.uri=tcp://127.0.0.1:" + port,
                "--eventdispatcher.clients.log.offline-queue.capacity=2",
                "--eventdispatcher.clients.log.offline-queue.overflow=drop-oldest");
        MessageClient hub = client(context).messageClient();
        NamedClient log = context.getBean(ClientRegistry.class).get("log");
        assertThat(hub.send(Message.of("A"))).isEqualTo(Delivery.QUEUED);
        assertThat(hub.send(Message.of("B"))).isEqualTo(Delivery.QUEUED);
        assertThat(hub.send(Message.of("C")).reason()).contains("not connected and the queue is full");
        for (String command : List.of("A", "B", "C")) {
            assertThat(log.send(Message.of(command))).isEqualTo(Delivery.QUEUED);
        }
        assertThat(log.dropped()).isEqualTo(1);
        assertThat(context.getBean(Recorder.class).events).contains("dropped log A OVERFLOW");
    }

    @Test
    void requestsToOurOwnServiceAreAnsweredManyAtATime() throws Exception {
        ConfigurableApplicationContext server =
                run(Server.class, "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0");
        int port = server.getEnvironment().getRequiredProperty("local.eventdispatcher.port", Integer.class);
        ConfigurableApplicationContext context = run(App.class, uri(port));
        MessageClient hub = client(context).messageClient();
        assertThat(hub.request(Message.parse("SLOW held=false"))).succeedsWithin(5, TimeUnit.SECONDS);
        CompletableFuture<Message> slow = hub.request(Message.parse("SLOW held=true"));
        CompletableFuture<Message> fast = hub.request(Message.parse("SLOW held=false"));
        assertThat(fast).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(slow).as("the later answer came first").isNotDone();
        server.getBean(Server.class).released.complete(Map.of("held", true));
        assertThat(slow.get(5, TimeUnit.SECONDS).text("held")).isEqualTo("true");
        assertThat(hub.request(Message.of("NOPE")))
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.reason()).isEqualTo(RequestException.Reason.REFUSED));
        assertThat(hub.requestStatistics().answered()).isEqualTo(3);
    }

    @Test
    void correlationCanBeSwitchedOffAndNamed() throws Exception {
        ServerSocket socket = peer(0);
        ConfigurableApplicationContext context = run(
                App.class,
                uri(socket.getLocalPort()),
                "--eventdispatcher.clients.hub.request.correlation=off",
                "--eventdispatcher.clients.hub.request.max-pending=2",
                "--eventdispatcher.clients.named.uri=tcp://127.0.0.1:" + socket.getLocalPort(),
                "--eventdispatcher.clients.named.auto-startup=false",
                "--eventdispatcher.clients.named.request.correlation=serial");
        NamedClient hub = client(context);
        CompletableFuture<Message> request = hub.request(Message.of("GET"));
        var unused = hub.request(Message.of("GET"));
        assertThat(hub.request(Message.of("GET")))
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("max=2");
        TestPeer peer = accept(socket);
        assertThat(peer.line()).isEqualTo("GET");
        peer.send("GET_REPLY");
        assertThat(request).succeedsWithin(5, TimeUnit.SECONDS);
        NamedClient named = context.getBean(ClientRegistry.class).get("named");
        named.start();
        var alsoUnused = named.request(Message.of("GET"));
        assertThat(accept(socket).line()).startsWith("GET serial=");
    }

    @Test
    void whatPropertiesCannotSayACustomizerDoes() throws Exception {
        ConfigurableApplicationContext context = run(Customized.class, uri(freePort()));
        await().until(() -> client(context).snapshot().state() == ClientState.GAVE_UP);
        assertThat(client(context).snapshot().failures()).isEqualTo(1);
    }

    @Test
    void connectionDetailsTakeThePlaceOfTheAddress() throws Exception {
        ServerSocket socket = peer(0);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .initializers(application -> ((GenericApplicationContext) application)
                        .registerBean(EventDispatcherConnectionDetails.class, () -> details(socket.getLocalPort())))
                .run("--eventdispatcher.clients.hub.request-timeout=1s");
        opened.add(context);
        accept(socket);
        assertThat(client(context).settings().endpoints())
                .hasToString("[tcp://127.0.0.1:" + socket.getLocalPort() + "]");
    }

    private static EventDispatcherConnectionDetails details(int port) {
        return new EventDispatcherConnectionDetails() {
            @Override
            public String getClient() {
                return "hub";
            }

            @Override
            public List<String> getUris() {
                return List.of("tcp://127.0.0.1:" + port);
            }
        };
    }

    @Test
    void keepAliveIsTunedByDefaultAndByProperties() throws Exception {
        ConfigurableApplicationContext context = run(
                App.class,
                "--eventdispatcher.clients.hub.uri=local:nobody",
                "--eventdispatcher.clients.tuned.uri=local:nobody",
                "--eventdispatcher.clients.tuned.keepalive.idle=60s",
                "--eventdispatcher.clients.tuned.keepalive.interval=5s",
                "--eventdispatcher.clients.tuned.keepalive.count=2",
                "--eventdispatcher.clients.off.uri=local:nobody",
                "--eventdispatcher.clients.off.keepalive.enabled=false");
        ClientRegistry clients = context.getBean(ClientRegistry.class);
        assertThat(clients.get("hub").settings().streams().tuning()).isEqualTo(new KeepAliveProbes(15, 15, 3));
        assertThat(clients.get("tuned").settings().streams().tuning()).isEqualTo(new KeepAliveProbes(60, 5, 2));
        assertThat(clients.get("off").settings().streams().keepAlive()).isFalse();
    }

    private static NamedClient client(ConfigurableApplicationContext context) {
        return context.getBean(ClientRegistry.class).get("hub");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        Recorder recorder() {
            return new Recorder();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized extends App {

        @Bean
        ClientCustomizer oneAttempt() {
            return (name, client) ->
                    client.backoff(Backoff.fixed(Duration.ofHours(1)).withMaxAttempts(1));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Server {

        final CompletableFuture<Map<String, ?>> released = new CompletableFuture<>();

        @MessageHandler(commands = "SLOW", concurrent = true)
        CompletableFuture<Map<String, ?>> slow(boolean held) {
            return held ? released : CompletableFuture.completedFuture(Map.of("held", false));
        }
    }

    static class Recorder implements io.eventdispatcher.client.ClientObserver {

        final List<String> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void dropped(
                String client, io.eventdispatcher.bytes.ByteSource frame, io.eventdispatcher.client.DropReason reason) {
            events.add("dropped " + client + " " + frame + " " + reason);
        }

        @EventListener
        void connected(ClientConnectedEvent event) {
            events.add("connected " + event.client());
        }

        @EventListener
        void disconnected(ClientDisconnectedEvent event) {
            events.add("disconnected " + event.client());
        }

        @EventListener
        void gaveUp(ClientGaveUpEvent event) {
            events.add("gave up " + event.client() + " " + event.attempts());
        }
    }
}
