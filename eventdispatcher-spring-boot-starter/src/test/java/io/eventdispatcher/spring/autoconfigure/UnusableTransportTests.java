package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What can be wrong about transports is named with key, reason and fix before anything is bound. */
class UnusableTransportTests {

    private static final String LISTENER = "eventdispatcher.listeners.x.";
    private static final String CLIENT = "eventdispatcher.clients.x.";

    private final ApplicationContextRunner runner = Starter.plain();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pigeon://here                | unknown scheme 'pigeon'              | Write for example tcp://127.0.0.1:3001
            unix:                        | path                                 | unix:///run/app.sock
            unix-dgram://                | path                                 | unix-dgram:///run/app.sock
            fifo:                        | path                                 | fifo:///run/app.fifo
            fifo:///in?reply=            | reply                                | fifo:///run/app.fifo
            fifo:///in?reply=/in         | FIFO of its own                      | fifo:///run/app.fifo
            tcp://127.0.0.1:65536        | from 0 to 65535: port=65536          | tcp://127.0.0.1:3001
            tls://127.0.0.1:-1           | from 0 to 65535                      | tls://127.0.0.1:3001
            udp://127.0.0.1              | the port is missing                  | udp://127.0.0.1:3001
            """)
    void anAddressThatIsNoneNamesItsKey(String uri, String reason, String action) {
        for (String prefix : new String[] {LISTENER, CLIENT}) {
            assertUnusable(runner.withPropertyValues(prefix + "uri=" + uri), prefix + "uri", uri, reason, action);
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp://0.0.0.0:0", "tcp://[::]:0", "tcp://192.0.2.1:4040", "udp://0.0.0.0:0"})
    void plaintextOffLoopbackIsRefused(String uri) {
        assertUnusable(
                runner.withPropertyValues(LISTENER + "uri=" + uri),
                LISTENER + "uri",
                uri,
                "other machines reach it, and nothing is encrypted there",
                "eventdispatcher.listeners.x.unsafe-plaintext=true");
    }

    @ParameterizedTest
    @CsvSource({"tcp://0.0.0.0:0,true", "tcp://localhost:0,false", "tcp://[::1]:0,false", "tcp://127.9.9.9:0,false"})
    void plaintextIsAllowedOnLoopbackOrWhenSomebodyWroteItDown(String uri, boolean unsafe) {
        runner.withPropertyValues(
                        LISTENER + "uri=" + uri,
                        LISTENER + "unsafe-plaintext=" + unsafe,
                        LISTENER + "auto-startup=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void tlsNeedsABundle() {
        for (String prefix : new String[] {LISTENER, CLIENT}) {
            assertUnusable(
                    runner.withPropertyValues(prefix + "uri=tls://127.0.0.1:4041"),
                    prefix + "ssl.bundle",
                    "",
                    "it is missing, and tls://127.0.0.1:4041 needs certificates",
                    "Name an SSL bundle, for example spring.ssl.bundle.pem.NAME, or write tcp:// in " + prefix + "uri");
        }
    }

    @Test
    void aBundleOnAPlainAddressWouldEncryptNothing() {
        for (String prefix : new String[] {LISTENER, CLIENT}) {
            assertUnusable(
                    runner.withPropertyValues(prefix + "uri=tcp://127.0.0.1:4041", prefix + "ssl.bundle=edge"),
                    prefix + "ssl.bundle",
                    "edge",
                    "nothing is encrypted on tcp://127.0.0.1:4041",
                    "Write tls:// in " + prefix + "uri, or remove it");
        }
        assertUnusable(
                runner.withPropertyValues(LISTENER + "uri=local:x", LISTENER + "ssl.client-auth=need"),
                LISTENER + "ssl",
                "",
                "nothing is encrypted on local:x",
                "Write tls://");
    }

    @Test
    void aBundleThatDoesNotExistIsNamed() {
        for (String prefix : new String[] {LISTENER, CLIENT}) {
            assertUnusable(
                    runner.withPropertyValues(prefix + "uri=tls://127.0.0.1:4041", prefix + "ssl.bundle=edge"),
                    prefix + "ssl.bundle",
                    "edge",
                    "there is no SSL bundle of this name",
                    "or add spring.ssl.bundle.pem.edge");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            udp://127.0.0.1:0    | datagram.multicast-group | 10.1.2.3     | not a multicast address    | 239.255.41.1
            udp://127.0.0.1:0    | datagram.multicast-group | 240.0.0.1    | not a multicast address    | 224.0.0.0 to 239.255.255.255
            udp://127.0.0.1:0    | datagram.multicast-group | example.org  | not a multicast address    | ff15::4101
            udp://127.0.0.1:0    | datagram.multicast-group | 999.1.1.1    | not a multicast address    | 239.255.41.1
            udp://127.0.0.1:0    | datagram.multicast-group | fe80::1      | not a multicast address    | ff15::4101
            udp://127.0.0.1:0    | datagram.multicast-group | ff15::4101   | an address of IPv6         | udp://[::]:0
            udp://[::1]:0        | datagram.multicast-group | 239.1.1.1    | an address of IPv4         | udp://0.0.0.0:0
            udp://127.0.0.1:0    | datagram.interface       | lo           | there is none              | multicast-group
            udp://127.0.0.1:0    | datagram.max-size        | 0B           | the size must be           | 64KB
            udp://127.0.0.1:0    | datagram.max-size        | 65508B       | longer than 65507B         | 1KB
            udp://127.0.0.1:0    | datagram.max-peers       | 0            | the least value is 1       | 1 or more
            udp://127.0.0.1:0    | datagram.peer-idle       | 0ms          | must be positive           | 5s
            udp://127.0.0.1:0    | datagram.max-buffer      | 1024B        | the size must be           | 64KB
            udp://127.0.0.1:0    | datagram.reply-to        | 10.0.0.1     | no scheme                  | tcp://
            udp://127.0.0.1:0    | datagram.reply-to        | local:x      | one of udp                 | address of udp
            udp://127.0.0.1:0    | framing                  | lines        | a message is a datagram    | Remove it
            tcp://127.0.0.1:0    | framing                  | sentences    | sentences                  | lines
            tcp://127.0.0.1:0    | framing                  | length:3     | length:3                   | length:4be
            tcp://127.0.0.1:0    | framing                  | fixed:many   | many                       | fixed:128
            tcp://127.0.0.1:0    | framing                  | raw          | where a message ends       | lines
            tcp://127.0.0.1:0    | group                    | root         | have a file                | Remove it
            tcp://127.0.0.1:0    | permissions              | rw-rw----    | have a file                | Remove it
            unix:///run/no/x     | permissions              | rw           | nine characters            | rw-rw----
            unix:///run/no/x     | group                    | no_such_one  | no such group              | getent group
            fifo:///run/no/x     | group                    | no_such_one  | no such group              | getent group
            unix:x?abstract      | permissions              | rw-rw----    | have a file                | a path instead of a name
            """)
    void whatDoesNotFitTheListenerIsNamed(String uri, String property, String value, String reason, String action) {
        assertUnusable(
                runner.withPropertyValues(LISTENER + "uri=" + uri, LISTENER + property + "=" + value),
                LISTENER + property,
                value,
                reason,
                action);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            udp://127.0.0.1:1    | datagram.max-size        | 1048576B      | longer than 65507B         | 1KB
            udp://127.0.0.1:1    | datagram.multicast-ttl   | 256          | not in 0..255              | 1 for this network
            udp://127.0.0.1:1    | datagram.interface       | nope0        | no such network interface  | Use one of:
            udp://127.0.0.1:1    | framing                  | length:4     | a message is a datagram    | Remove it
            tcp://127.0.0.1:1    | framing                  | nonsense     | nonsense                   | lines
            """)
    void whatDoesNotFitTheClientIsNamed(String uri, String property, String value, String reason, String action) {
        assertUnusable(
                runner.withPropertyValues(CLIENT + "uri=" + uri, CLIENT + property + "=" + value),
                CLIENT + property,
                value,
                reason,
                action);
    }

    @Test
    void anUnknownInterfaceIsNamedWithThoseThereAre() {
        assertUnusable(
                runner.withPropertyValues(
                        LISTENER + "uri=udp://127.0.0.1:0",
                        LISTENER + "datagram.multicast-group=239.255.41.1",
                        LISTENER + "datagram.interface=nope0"),
                LISTENER + "datagram.interface",
                "nope0",
                "no such network interface",
                "lo");
    }

    @Test
    void datagramsNeedAnAddressOfDatagrams() {
        assertUnusable(
                runner.withPropertyValues(LISTENER + "uri=local:x", LISTENER + "datagram.secret-code=geheim"),
                LISTENER + "datagram",
                "",
                "local:x carries no datagrams",
                "Write udp:// or unix-dgram://");
        assertUnusable(
                runner.withPropertyValues(CLIENT + "uri=local:x", CLIENT + "datagram.secret-code=geheim"),
                CLIENT + "datagram",
                "",
                "local:x carries no datagrams",
                "Write udp:// or unix-dgram://");
    }

    @Test
    void aSecretIsNotShown() {
        runner.withPropertyValues(LISTENER + "uri=udp://127.0.0.1:0", LISTENER + "datagram.secret-code= ")
                .run(context -> assertThat(StartFailure.unusable(context.getStartupFailure())
                                .key())
                        .isEqualTo(LISTENER + "datagram.secret-code"));
    }

    @ParameterizedTest
    @CsvSource({"unix-dgram:///run/no/x", "unix:x?abstract", "unix-dgram:x?abstract"})
    void socketsThatJavaDoesNotHaveNeedJunixsocket(String uri) {
        ApplicationContextRunner without = runner.withClassLoader(new FilteredClassLoader("org.newsclub.net.unix"));
        for (String prefix : new String[] {LISTENER, CLIENT}) {
            assertUnusable(
                    without.withPropertyValues(prefix + "uri=" + uri),
                    prefix + "uri",
                    uri,
                    "junixsocket is not on the class path",
                    "com.kohlschutter.junixsocket:junixsocket-core");
        }
    }

    private static void assertUnusable(
            ApplicationContextRunner runner, String key, String value, String reason, String action) {
        runner.run(context -> {
            UnusablePropertyException failure = StartFailure.unusable(context.getStartupFailure());
            assertThat(failure.key()).isEqualTo(key);
            assertThat(failure.value()).isEqualTo(value);
            assertThat(failure.reason()).contains(reason);
            String analysis = StartFailure.analysis(failure, context);
            assertThat(analysis).contains("Property: " + key).contains(action);
        });
    }
}
