package io.eventdispatcher.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.DatagramOptions;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.StreamTransport;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** UDP sockets on the loopback interface, with a loop that is stepped by hand. */
@Timeout(60)
class UdpTransportIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final EventLoop loop = EventLoop.open("udp");
    private final UdpTransportFactory factory = new UdpTransportFactory();
    private final List<String> received = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final ConnectionGroup servers =
            new ConnectionGroup(loop, "server", Role.SERVER, ConnectionOptions.server(), ConnectionObserver.NONE);
    private final ConnectionGroup clients =
            new ConnectionGroup(loop, "client", Role.CLIENT, ConnectionOptions.client(), ConnectionObserver.NONE);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        loop.close();
    }

    private Acceptor listen(String uri, ListenOptions options) throws IOException {
        Acceptor acceptor = factory.listen(Endpoint.parse(uri), options);
        opened.add(acceptor::close);
        acceptor.start(loop, "server", 100, stream -> servers.open(stream, new Notes("server ")));
        return acceptor;
    }

    private static ListenOptions accepting(TransportOptions options) {
        return ListenOptions.defaults().withAccepted(options);
    }

    private static TransportOptions with(UdpOptions options) {
        return TransportOptions.defaults().with(options);
    }

    private static int port(Acceptor acceptor) {
        return ((UdpEndpoint) acceptor.boundEndpoint()).port();
    }

    private @Nullable Connection connect(String host, int port, TransportOptions options) throws IOException {
        List<Connection> made = new ArrayList<>();
        factory.connect(loop, new InetSocketAddress(InetAddress.getByName(host), port), options, new ConnectHandler() {
            @Override
            public void onConnected(StreamTransport transport) {
                made.add(clients.open(transport, new Notes("client ")));
            }

            @Override
            public void onConnectFailed(IOException failure) {
                failures.add(failure.getMessage());
            }
        });
        await(() -> !made.isEmpty() || !failures.isEmpty());
        return made.isEmpty() ? null : made.get(0);
    }

    private Connection connected(String host, int port, TransportOptions options) throws IOException {
        Connection made = connect(host, port, options);
        assertThat(failures).isEmpty();
        assertThat(made).isNotNull();
        return made;
    }

    private boolean await(BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            loop.runOnce(Duration.ofMillis(10).toNanos());
        }
        return condition.getAsBoolean();
    }

    private void awaitReceived(String... texts) {
        await(() -> received.size() >= texts.length);
        assertThat(received).containsExactly(texts);
    }

    private DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(5_000);
        opened.add(socket);
        return socket;
    }

    private static String receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Writes down what it hears, and answers what begins with a question mark. */
    private final class Notes implements ConnectionHandler {
        private final String who;

        Notes(String who) {
            this.who = who;
        }

        @Override
        public void onFrame(Connection connection, byte[] bytes, int offset, int length) {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            received.add(who + text);
            if (text.startsWith("?")) {
                connection.send(ByteSource.utf8("!" + text.substring(1)));
            }
        }
    }

    @Test
    void asksAndAnswersOverIpv4() throws IOException {
        Acceptor acceptor = listen("udp://127.0.0.1:0", ListenOptions.defaults());
        assertThat(port(acceptor)).isPositive();
        Connection client = connected("127.0.0.1", port(acceptor), TransportOptions.defaults());
        assertThat(client.remoteAddress()).isEqualTo("127.0.0.1:" + port(acceptor));
        assertThat(client.isLoopback()).isTrue();
        client.send(ByteSource.utf8("?1"));
        client.send(ByteSource.utf8("?2"));
        awaitReceived("server ?1", "server ?2", "client !1", "client !2");
    }

    @Test
    void asksAndAnswersOverIpv6() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6 loopback address");
        Acceptor acceptor = listen("udp://[::1]:0", ListenOptions.defaults());
        Connection client = connected("::1", port(acceptor), TransportOptions.defaults());
        assertThat(client.remoteAddress()).isEqualTo("[::1]:" + port(acceptor));
        client.send(ByteSource.utf8("?1"));
        awaitReceived("server ?1", "client !1");
        assertThat(servers.connections())
                .singleElement()
                .satisfies(peer -> assertThat(peer.isLoopback()).isTrue());
    }

    private static boolean hasIpv6() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("::1"));
        return loopback != null;
    }

    @Test
    void aSocketOfAllAddressesTakesBothFamiliesButAnswersNobodyItDoesNotKnow() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6 loopback address");
        Acceptor acceptor = listen("udp://[::]:0", ListenOptions.defaults().withUnsafePlaintext(true));
        Connection v4 = connected("127.0.0.1", port(acceptor), TransportOptions.defaults());
        Connection v6 = connected("::1", port(acceptor), TransportOptions.defaults());
        v4.send(ByteSource.utf8("?v4"));
        await(() -> received.size() == 1);
        v6.send(ByteSource.utf8("?v6"));
        awaitReceived("server ?v4", "server ?v6");
        await(() -> acceptor.datagrams().withheld() == 2);
        assertThat(acceptor.datagrams().withheld()).isEqualTo(2);
        assertThat(acceptor.datagrams().sent()).isZero();
    }

    @Test
    void aBoundPortIsNotShared() throws IOException {
        Acceptor acceptor = listen("udp://127.0.0.1:0", ListenOptions.defaults());
        assertThatThrownBy(() -> factory.listen(acceptor.boundEndpoint(), ListenOptions.defaults()))
                .asInstanceOf(throwable(BindFailedException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ADDRESS_IN_USE));
    }

    @Test
    void whatOthersCanReachMustBeAllowed() {
        assertInvalid("udp://0.0.0.0:0", UdpOptions.defaults(), "unsafe-plaintext");
    }

    @Test
    void aGroupMustBeOneOfTheFamilyAndOnAnInterfaceThatIsThere() throws IOException {
        UdpOptions lo = UdpOptions.defaults().withNetworkInterface(loopback().getName());
        assertInvalid("udp://127.0.0.1:0", lo.withMulticastGroup("10.1.2.3"), "not a multicast address", "10.1.2.3");
        assertInvalid("udp://127.0.0.1:0", lo.withMulticastGroup("nonsense"), "not a multicast address", "nonsense");
        assertInvalid("udp://127.0.0.1:0", lo.withMulticastGroup("ff02::1"), "different families", "127.0.0.1");
        assertInvalid("udp://224.1.2.3:0", lo.withMulticastGroup("224.1.2.4"), "two groups");
        assertInvalid(
                "udp://127.0.0.1:0",
                UdpOptions.defaults().withMulticastGroup("239.1.2.3").withNetworkInterface("nosuch0"),
                "networkInterface='nosuch0'",
                "there are: ");
    }

    private void assertInvalid(String uri, UdpOptions options, String... parts) {
        assertThatThrownBy(() -> factory.listen(Endpoint.parse(uri), accepting(with(options))))
                .hasMessageStartingWith("cannot listen on " + uri + ": ")
                .hasMessageContainingAll(parts)
                .asInstanceOf(throwable(BindFailedException.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID));
    }

    private static NetworkInterface loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void joinsAGroupOnAChosenInterfaceOverIpv4() throws IOException {
        UdpOptions lo = UdpOptions.defaults().withNetworkInterface(loopback().getName());
        Acceptor one = listen("udp://127.0.0.1:0", accepting(with(lo.withMulticastGroup("239.7.7.7"))));
        Acceptor two = listen("udp://239.7.7.7:" + port(one), accepting(with(lo.withMulticastTtl(1))));
        Connection client = connect("239.7.7.7", port(one), with(lo));
        assumeTrue(client != null, () -> "no groups on the loopback interface: " + failures);
        client.send(ByteSource.utf8("hello"));
        assumeTrue(await(() -> !received.isEmpty()), "no groups on the loopback interface: nothing arrives");
        awaitReceived("server hello", "server hello");
        assertThat(one.datagrams().received()).isEqualTo(1);
        assertThat(two.datagrams().received()).isEqualTo(1);
    }

    /** The loopback interface of Linux has no route to groups, so any interface will do; nothing leaves this machine. */
    @Test
    void joinsAGroupOnAChosenInterfaceOverIpv6() throws IOException {
        List<NetworkInterface> some = NetworkInterface.networkInterfaces()
                .filter(each -> each.inetAddresses().anyMatch(Inet6Address.class::isInstance))
                .toList();
        boolean arrived = false;
        for (int i = 0; i < some.size() && !arrived; i++) {
            UdpOptions there =
                    UdpOptions.defaults().withNetworkInterface(some.get(i).getName());
            UdpOptions sending = there.withMulticastTtl(0);
            ListenOptions joined = accepting(with(there.withMulticastGroup("ff01::7777")));
            Acceptor acceptor = listen("udp://[::]:0", joined.withUnsafePlaintext(true));
            Connection client = connect("ff01::7777", port(acceptor), with(sending));
            if (client != null) {
                client.send(ByteSource.utf8("hello"));
                await(() -> !received.isEmpty() || clients.size() == 0);
                arrived = !received.isEmpty();
            }
        }
        assumeTrue(arrived, () -> "no interface takes IPv6 groups: " + some);
        assertThat(received).containsExactly("server hello");
    }

    @Test
    void membersOfAGroupAnswerTheClient() throws IOException {
        UdpOptions lo = UdpOptions.defaults().withNetworkInterface("127.0.0.1");
        Acceptor acceptor = listen(
                "udp://127.0.0.1:0",
                accepting(with(lo.withMulticastGroup("239.7.7.8"))
                        .with(DatagramOptions.defaults().withGuard(new TrustingGuard()))));
        Connection client = connect("239.7.7.8", port(acceptor), with(lo));
        assumeTrue(client != null, () -> "no groups on the loopback interface: " + failures);
        client.send(ByteSource.utf8("?who"));
        assumeTrue(await(() -> !received.isEmpty()), "no groups on the loopback interface: nothing arrives");
        awaitReceived("server ?who", "client !who");
    }

    @Test
    void sendsToTheBroadcastAddressOfANetworkOfThisMachine() throws IOException {
        InetAddress broadcast = InetAddress.getByName("127.255.255.255");
        assertThat(broadcast.isMulticastAddress()).isFalse();
        Acceptor acceptor = listen("udp://0.0.0.0:0", ListenOptions.defaults().withUnsafePlaintext(true));
        TransportOptions options =
                with(UdpOptions.defaults().withBroadcast(true).withNetworkInterface("127.0.0.1"));
        for (String host : List.of("127.255.255.255", "255.255.255.255")) {
            Connection client = connect(host, port(acceptor), options);
            assumeTrue(client != null, () -> "no broadcast on the loopback interface: " + failures);
            client.send(ByteSource.utf8("to " + host));
            assumeTrue(
                    await(() -> received.contains("server to " + host)),
                    "no broadcast on the loopback interface: nothing arrives at " + host);
        }
    }

    @Test
    void withoutPermissionABroadcastFailsSayingSo() throws IOException {
        assertThat(connect("127.255.255.255", 9, TransportOptions.defaults())).isNull();
        assertThat(failures)
                .singleElement()
                .asString()
                .startsWith("cannot connect to 127.255.255.255:9: ")
                .contains("Permission denied", "broadcast");
    }

    @Test
    void anUnknownInterfaceOfAClientFailsSayingSo() throws IOException {
        assertThat(connect("239.7.7.7", 9, with(UdpOptions.defaults().withNetworkInterface("nosuch0"))))
                .isNull();
        assertThat(failures).singleElement().asString().contains("networkInterface='nosuch0'");
    }

    @Test
    void answersGoToAChosenAddress() throws IOException {
        DatagramSocket other = socket();
        DatagramSocket peer = socket();
        Acceptor acceptor = listen(
                "udp://127.0.0.1:0",
                accepting(TransportOptions.defaults()
                        .with(DatagramOptions.defaults()
                                .withReplyTo(new UdpEndpoint("127.0.0.1", other.getLocalPort())))));
        peer.send(new DatagramPacket(new byte[] {'?', 'x'}, 2, InetAddress.getLoopbackAddress(), port(acceptor)));
        awaitReceived("server ?x");
        assertThat(receive(other)).isEqualTo("!x");
    }

    @Test
    void answersCanOnlyGoToAnAddressOfTheSameKind() {
        for (Endpoint wrong : List.of(Endpoint.parse("tcp://127.0.0.1:1"), Endpoint.parse("udp://127.0.0.1:0"))) {
            assertThatThrownBy(() -> factory.listen(
                            Endpoint.parse("udp://127.0.0.1:0"),
                            accepting(TransportOptions.defaults()
                                    .with(DatagramOptions.defaults().withReplyTo(wrong)))))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageContaining("replyTo=" + wrong);
        }
    }

    @Test
    void theLimitIsWhatLeavesInOnePieceUnlessFragmentsAreWanted() throws IOException {
        int mtu = loopback().getMTU();
        assumeTrue(mtu > 1052, "the loopback interface does not say how much it sends in one piece");
        DatagramOptions most = DatagramOptions.defaults().withMaxDatagramBytes(DatagramOptions.MAX_DATAGRAM_BYTES);
        Acceptor acceptor = listen(
                "udp://127.0.0.1:0", accepting(TransportOptions.defaults().with(most)));
        TransportOptions options = TransportOptions.defaults().with(most);
        assertThat(connected("127.0.0.1", port(acceptor), TransportOptions.defaults())
                        .maxFrameBytes())
                .isEqualTo(1024);
        Connection client = connected("127.0.0.1", port(acceptor), options);
        int max = client.maxFrameBytes();
        assertThat(max).isEqualTo(Math.min(65507, mtu - 28));
        assertThat(client.send(ByteSource.utf8("x".repeat(max + 1)))).isEqualTo(SendResult.TOO_LONG);
        client.send(ByteSource.utf8("x".repeat(max)));
        await(() -> !received.isEmpty());
        assertThat(received).singleElement().asString().hasSize("server ".length() + max);
    }

    @Test
    void aDatagramOfSomebodyElseDoesNotReachTheClient() throws IOException {
        Acceptor acceptor = listen("udp://127.0.0.1:0", ListenOptions.defaults());
        Connection client = connected("127.0.0.1", port(acceptor), TransportOptions.defaults());
        String local = client.localAddress();
        DatagramSocket stranger = socket();
        stranger.send(new DatagramPacket(
                new byte[] {'x'},
                1,
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(local.substring(local.lastIndexOf(':') + 1))));
        client.send(ByteSource.utf8("?1"));
        awaitReceived("server ?1", "client !1");
    }

    @Test
    void nobodyAtTheTargetMakesNoStorm() throws IOException {
        DatagramSocket gone = socket();
        int port = gone.getLocalPort();
        gone.close();
        Connection client = connected("127.0.0.1", port, TransportOptions.defaults());
        for (int i = 0; i < 200; i++) {
            assertThat(client.send(ByteSource.utf8("hello " + i))).isEqualTo(SendResult.SENT);
            loop.runOnce(0);
        }
        long turns = loop.statistics().turns();
        long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
        while (System.nanoTime() - end < 0) {
            loop.runOnce(Duration.ofMillis(50).toNanos());
        }
        assertThat(loop.statistics().turns() - turns).isLessThan(50);
        assertThat(client.state().canSend()).isTrue();
    }
}
