package io.eventdispatcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.benchmarks.peer.SpringIntegrationServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerConsoleIT {

    private static final String ANY_PORT = "tcp://127.0.0.1:0";

    @Test
    void endsWithItsInput() {
        try (ServerProcess process = new ServerProcess(PingPongServer.class, List.of(ANY_PORT))) {
            process.listening();
            process.endInput();
            assertThat(process.exitCode()).isZero();
        }
    }

    @Test
    void endsWhenToldTo() {
        try (ServerProcess process = new ServerProcess(PingPongServer.class, List.of(ANY_PORT))) {
            process.listening();
            assertThat(process.ask("quit")).isNull();
            assertThat(process.exitCode()).isZero();
        }
    }

    @Test
    void refusesWhatAServerCannotDo() {
        try (ServerProcess process =
                new ServerProcess(SpringIntegrationServer.class, List.of("unix:///nowhere/x.sock"))) {
            assertThat(process.exitCode()).isEqualTo(2);
        }
    }
}
