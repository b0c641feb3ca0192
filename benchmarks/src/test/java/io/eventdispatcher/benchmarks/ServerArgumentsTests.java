package io.eventdispatcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerArgumentsTests {

    private static final String TCP = "tcp://127.0.0.1:0";

    private static ServerArguments parse(String... args) {
        return ServerArguments.parse(args);
    }

    @Test
    void readsBothFormsOfOptions() {
        ServerArguments arguments = parse(TCP, "--transport=epoll", "--key", "k.pem");
        assertThat(arguments.scheme()).isEqualTo("tcp");
        assertThat(arguments.options()).containsEntry("transport", "epoll").containsEntry("key", "k.pem");
        assertThat(arguments.choice("transport", "nio", "epoll")).isEqualTo("epoll");
        assertThat(arguments.choice("execution", "auto", "loop")).isEqualTo("auto");
    }

    @Test
    void tellsTheRealPort() {
        assertThat(parse(TCP).listening(4040)).isEqualTo("tcp://127.0.0.1:4040");
        assertThat(parse("unix:///tmp/x.sock").listening(0)).isEqualTo("unix:///tmp/x.sock");
    }

    @Test
    void refusesWhatIsNotSupported() {
        Set<String> schemes = Set.of("tcp", "unix");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("udp://127.0.0.1:0").check(schemes, Set.of()))
                .withMessageContaining("endpoint=udp://127.0.0.1:0")
                .withMessageContaining("[tcp, unix]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(TCP, "--colour=red").check(schemes, Set.of("transport")))
                .withMessageContaining("--colour")
                .withMessageContaining("[transport]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(TCP, "--transport=pigeon").choice("transport", "nio", "epoll"))
                .withMessageContaining("--transport=pigeon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(TCP, "--key", "/no/such/file").file("key"))
                .withMessageContaining("/no/such/file");
    }

    @Test
    void refusesWhatIsNoCommandLine() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse()).withMessageContaining("usage");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("4040")).withMessageContaining("'4040'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(TCP, "--key"))
                .withMessageContaining("'--key'");
        assertThatIllegalArgumentException().isThrownBy(() -> parse(TCP, "x=1")).withMessageContaining("'x=1'");
    }
}
