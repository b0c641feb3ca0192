package io.eventdispatcher.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          | no scheme",
                "'   '                       | no scheme",
                "localhost                   | no scheme",
                "127.0.0.1:3001              | no scheme",
                "[::1]:3001                  | no scheme",
                "::1                         | no scheme",
                "dead:beef::1                | no scheme",
                "localhost:3001              | unknown scheme",
                "http://h:1                  | unknown scheme",
                "tcp:h:1                     | is missing after the scheme",
                "tcp:/h:1                    | is missing after the scheme",
                "tcp://                      | port is missing",
                "tcp://:3001                 | host is missing",
                "tcp://h                     | port is missing",
                "tcp://h:                    | port is missing",
                "tcp://[::1]                 | port is missing",
                "tcp://h:65536               | 0 to 65535",
                "tcp://h:99999999999         | 0 to 65535",
                "tcp://h:-1                  | 0 to 65535",
                "tcp://h:+1                  | 0 to 65535",
                "tcp://h:1a                  | 0 to 65535",
                "tcp://h:٣                   | 0 to 65535",
                "tcp://h:1/x                 | only host and port",
                "tcp://h:1?x=y               | only host and port",
                "tcp://h:1#x                 | only host and port",
                "tcp://me@h:1                | only host and port",
                "tcp://me:pw@h:1             | only host and port",
                "tcp://::1:3001              | needs brackets",
                "tcp://1:2:3                 | needs brackets",
                "tcp://[::1:3001             | needs brackets",
                "tcp://[::g]:1               | not an IPv6 address",
                "tcp://[1:2:3:4:5:6:7]:1     | not an IPv6 address",
                "tcp://[1:2:3:4:5:6:7:8:9]:1 | not an IPv6 address",
                "tcp://[1::2::3]:1           | not an IPv6 address",
                "tcp://[::12345]:1           | not an IPv6 address",
                "tcp://[::1.2.3]:1           | not an IPv6 address",
                "tcp://[1.2.3.4]:1           | not an IPv6 address",
                "tcp://[]:1                  | not an IPv6 address",
                "tcp://[fe80::1%]:1          | not an IPv6 zone",
                "tcp://[fe80::1%e/0]:1       | only host and port",
                "tcp://127.1:1               | not an IPv4 address",
                "tcp://2130706433:1          | not an IPv4 address",
                "tcp://0x7f000001:1          | not an IPv4 address",
                "tcp://0x7f.0.0.1:1          | not an IPv4 address",
                "tcp://127.0.0.01:1          | not an IPv4 address",
                "tcp://0177.0.0.1:1          | not an IPv4 address",
                "tcp://256.0.0.1:1           | not an IPv4 address",
                "tcp://1.2.3.4.5:1           | not an IPv4 address",
                "tcp://127.0.0.1.:1          | not an IPv4 address",
                "tcp://-h:1                  | not a host name",
                "tcp://h-:1                  | not a host name",
                "tcp://a..b:1                | not a host name",
                "tcp://.a:1                  | not a host name",
                "tcp://*:1                   | not a host name",
                "'tcp://a b:1'               | not a host name",
                "tcp://bücher.example:1      | not a host name",
                "unix:                       | path is missing",
                "unix://                     | three slashes",
                "unix://tmp/x                | three slashes",
                "unix:?abstract              | 1 to 107 bytes",
                "unix:a%00b?abstract         | no control characters",
                "unix:a%0Ab?abstract         | no control characters",
                "unix-dgram:?abstract        | 1 to 107 bytes",
                "unix://name?abstract        | three slashes",
                "unix:name?abstract=yes      | takes no value",
                "unix:name?abstract&file     | ?file is not supported here, only ?abstract",
                "unix:name?abstract&abstract | given twice",
                "unix:name?Abstract          | ?Abstract is not supported here, only ?file and ?abstract",
                "unix:?unnamed               | ?unnamed is not supported here, only ?file and ?abstract",
                "unix:///a?                  | is not supported here",
                "unix:///a?reply=/b          | ?reply is not supported here",
                "fifo:name?abstract          | ?abstract is not supported here, only ?file and ?reply",
                "fifo:///a?reply             | path of the reply is missing",
                "fifo:///a?reply=            | path of the reply is missing",
                "fifo:///a?reply=/a          | a FIFO of its own: reply='/a'",
                "fifo:///a?reply=/b&reply=/c | given twice",
                "fifo:///a?reply=/b%00       | not a path",
                "unix:///a%2                 | two hexadecimal digits",
                "unix:///a%zz                | two hexadecimal digits",
                "unix:///a%00b               | not a path",
                "fifo:                       | path is missing",
                "local:                      | 1 to 128 letters",
                "local:a b                   | 1 to 128 letters",
                "local://a                   | 1 to 128 letters",
            })
    void refuses(String uri, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(uri))
                .withMessageStartingWith("not an endpoint: '")
                .withMessageContaining(reason)
                .withMessageContaining("; write for example ");
    }

    @ParameterizedTest
    @CsvSource({
        "cd://127.0.0.1,tcp://127.0.0.1:4040",
        "sc://127.0.0.1:24040,tcp://127.0.0.1:24040",
        "cd://[::1],tcp://[::1]:4040",
        "cd:///run/communicator/communicatord.sock,unix:///run/communicator/communicatord.sock",
        "sc:///run/x.sock,unix:///run/x.sock",
        "cds://host.example,tls://host.example:4043",
        "scs://host.example:1,tls://host.example:1",
        "cdu://127.0.0.1,udp://127.0.0.1:4041",
        "scu://127.0.0.1:5,udp://127.0.0.1:5"
    })
    void readsTheSchemesOfTheDaemon(String uri, String meant) {
        assertThat(Endpoint.parse(uri)).isEqualTo(Endpoint.parse(meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cd:", "cd:x", "cd://", "cds:///run/x.sock", "cdb://127.0.0.1", "cd://u:p@127.0.0.1"})
    void refusesWhatTheDaemonHasNot(String uri) {
        assertThatThrownBy(() -> Endpoint.parse(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesLongNames() {
        String label = "a".repeat(63);
        Endpoint.parse("tcp://" + label + ":1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("tcp://" + label + "a:1"))
                .withMessageContaining("not a host name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("tcp://" + (label + ".").repeat(4) + "a:1"))
                .withMessageContaining("max=253");
        Endpoint.parse("local:" + "n".repeat(128));
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse("local:" + "n".repeat(129)));
    }

    @Test
    void refusesSocketPathThatFitsIntoNoSocketAddress() {
        String longest = "/" + "x".repeat(106);
        assertThat(new UnixEndpoint(Path.of(longest)).path()).isEqualTo(Path.of(longest));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("unix://" + longest + "y"))
                .withMessageContaining("bytes=108 max=107");
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse("unix-dgram://" + longest + "y"));
        Endpoint.parse("fifo://" + longest + "y");
    }

    @Test
    void knowsAbstractNames() {
        AbstractEndpoint stream = (AbstractEndpoint) Endpoint.parse("unix:b\u00fccher?abstract");
        assertThat(stream).isEqualTo(new AbstractEndpoint("unix", "b\u00fccher"));
        assertThat(stream).hasToString("unix:b%C3%BCcher?abstract");
        assertThat(stream.isDatagram()).isFalse();
        assertThat(new AbstractEndpoint("unix-dgram", "x").isDatagram()).isTrue();
        assertThat(new AbstractEndpoint("unix", "//x")).hasToString("unix:%2F/x?abstract");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AbstractEndpoint("tcp", "x"))
                .withMessageContaining("scheme='tcp'");
        new AbstractEndpoint("unix", "x".repeat(107));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AbstractEndpoint("unix", "\u00fc".repeat(54)))
                .withMessageContaining("bytes=108");
    }

    @Test
    void keepsTheReplyOfAFifo() {
        assertThat(Endpoint.parse("fifo:///in?reply=/out"))
                .isEqualTo(new FifoEndpoint(Path.of("/in"), Path.of("/out")));
        assertThat(new FifoEndpoint(Path.of("/in")).reply()).isNull();
        assertThat(new FifoEndpoint(Path.of("/in"))).hasToString("fifo:///in");
    }

    @Test
    void keepsWhatComesFromOutsideOutOfTheLog() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("tcp://h\n\u202e\u001b[31m:1"))
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]*").contains("\\u000a\\u202e\\u001b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("x".repeat(100_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://127.0.0.1:3001            | tcp://127.0.0.1:3001",
                "'  TCP://LocalHost:3001/ '      | tcp://localhost:3001",
                "tls://broker.example:4041       | tls://broker.example:4041",
                "tls://broker.example.:4041      | tls://broker.example.:4041",
                "udp://my_service-1:0            | udp://my_service-1:0",
                "tcp://3com.example:65535        | tcp://3com.example:65535",
                "tcp://h:00080                   | tcp://h:80",
                "tcp://[::1]:3001                | tcp://[::1]:3001",
                "tcp://[0:0:0:0:0:0:0:1]:3001    | tcp://[::1]:3001",
                "tcp://[::]:1                    | tcp://[::]:1",
                "tcp://[2001:DB8::0:1]:1         | tcp://[2001:db8::1]:1",
                "tcp://[2001:db8:0:1:1:1:1:1]:1  | tcp://[2001:db8:0:1:1:1:1:1]:1",
                "tcp://[2001:0:0:1:0:0:0:1]:1    | tcp://[2001:0:0:1::1]:1",
                "tcp://[2001:db8:0:0:1:0:0:1]:1  | tcp://[2001:db8::1:0:0:1]:1",
                "tcp://[1:2:3:4:5:6:7::]:1       | tcp://[1:2:3:4:5:6:7:0]:1",
                "tcp://[1::]:1                   | tcp://[1::]:1",
                "tcp://[::ffff:7f00:1]:1         | tcp://[::ffff:127.0.0.1]:1",
                "tcp://[::ffff:10.1.2.3]:1       | tcp://[::ffff:10.1.2.3]:1",
                "tcp://[64:ff9b::1.2.3.4]:1      | tcp://[64:ff9b::102:304]:1",
                "tcp://[fe80::1%eth0]:1          | tcp://[fe80::1%eth0]:1",
                "tcp://[fe80::1%25eth0]:1        | tcp://[fe80::1%eth0]:1",
                "tcp://xn--bcher-kva.example:1   | tcp://xn--bcher-kva.example:1",
                "unix:///run/app.sock            | unix:///run/app.sock",
                "unix:/run/app.sock              | unix:///run/app.sock",
                "unix:run/app.sock               | unix:run/app.sock",
                "unix:///run/app.sock?file       | unix:///run/app.sock",
                "'unix:///tmp/my dir/x'          | unix:///tmp/my%20dir/x",
                "unix:///tmp/100%25%3f           | unix:///tmp/100%25%3F",
                "unix-dgram:///run/app.sock      | unix-dgram:///run/app.sock",
                "fifo:///run/app.fifo            | fifo:///run/app.fifo",
                "fifo:app.fifo                   | fifo:app.fifo",
                "fifo:///in?reply=/out           | fifo:///in?reply=/out",
                "fifo:in?reply=out               | fifo:in?reply=out",
                "fifo:in?file&reply=my%20out     | fifo:in?reply=my%20out",
                "fifo:in?reply=a%26b%3Dc=d%3f    | fifo:in?reply=a%26b=c=d%3F",
                "unix:app?abstract               | unix:app?abstract",
                "UNIX-DGRAM:app?abstract         | unix-dgram:app?abstract",
                "unix:/tmp/.X11-unix/X0?abstract | unix:/tmp/.X11-unix/X0?abstract",
                "unix:///tmp/x?abstract          | unix:/tmp/x?abstract",
                "unix:%2F/x?abstract             | unix:%2F/x?abstract",
                "'unix:a b%25%3f?abstract'       | unix:a%20b%25%3F?abstract",
                "local:Main-1.a_b                | local:Main-1.a_b",
            })
    void printsCanonicalForm(String uri, String canonical) {
        Endpoint endpoint = Endpoint.parse(uri);
        assertThat(endpoint).hasToString(canonical);
        assertThat(Endpoint.parse(canonical)).isEqualTo(endpoint).hasSameHashCodeAs(endpoint);
        assertThat(canonical).startsWith(endpoint.scheme() + ":");
    }

    @Test
    void keepsHostWithoutBrackets() {
        assertThat(new TcpEndpoint("[::1]", 1)).isEqualTo(new TcpEndpoint("0::1", 1));
        assertThat(new TlsEndpoint("[fe80::1%eth0]", 1).host()).isEqualTo("fe80::1%eth0");
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpEndpoint("::1]", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpEndpoint("", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UdpEndpoint("h", -1))
                .withMessageContaining("port=-1");
    }

    @Test
    void changesThePortOnly() {
        assertThat(new TcpEndpoint("h", 0).withPort(5)).isEqualTo(new TcpEndpoint("h", 5));
        assertThat(new TlsEndpoint("h", 0).withPort(5)).isEqualTo(new TlsEndpoint("h", 5));
        assertThat(new UdpEndpoint("h", 0).withPort(5)).isEqualTo(new UdpEndpoint("h", 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new TcpEndpoint("h", 0).withPort(65536));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0"})
    void knowsWildcards(String host) {
        assertThat(new TcpEndpoint(host, 1).isWildcard()).isTrue();
        assertThat(new TcpEndpoint(host, 1).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost", "0.0.0.1", "host"})
    void knowsWhatIsNoWildcard(String host) {
        assertThat(new TcpEndpoint(host, 1).isWildcard()).isFalse();
    }
}
