package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class LocalPortsTests {

    private final StandardEnvironment environment = new StandardEnvironment();
    private final LocalPorts ports = new LocalPorts(environment);

    @Test
    void theMainListenerGivesThePortWithoutAName() {
        ports.publish("edge", new TcpEndpoint("127.0.0.1", 1001));
        assertThat(environment.getProperty("local.eventdispatcher.port")).isEqualTo("1001");
        ports.publish("main", new TcpEndpoint("127.0.0.1", 1002));
        assertThat(environment.getProperty("local.eventdispatcher.port")).isEqualTo("1002");
        assertThat(environment.getProperty("local.eventdispatcher.port.edge")).isEqualTo("1001");
        assertThat(environment.getProperty("local.eventdispatcher.port.main")).isEqualTo("1002");
    }

    @Test
    void aStoppedListenerTakesItsPortBackButNotThatOfItsSuccessor() {
        ports.publish("main", new TcpEndpoint("127.0.0.1", 1001));
        ports.publish("main", new TcpEndpoint("127.0.0.1", 1002));
        ports.withdraw("main", new TcpEndpoint("127.0.0.1", 1001));
        assertThat(environment.getProperty("local.eventdispatcher.port.main")).isEqualTo("1002");
        ports.withdraw("main", new TcpEndpoint("127.0.0.1", 1002));
        assertThat(environment.containsProperty("local.eventdispatcher.port.main"))
                .isFalse();
        assertThat(environment.containsProperty("local.eventdispatcher.port")).isFalse();
    }

    @Test
    void sharesThePropertySourceOfWebServers() {
        Map<String, Object> web = new HashMap<>(Map.of("local.server.port", 8080));
        environment.getPropertySources().addFirst(new MapPropertySource("server.ports", web));
        ports.publish("main", new TcpEndpoint("127.0.0.1", 1001));
        assertThat(web).containsEntry("local.server.port", 8080).containsEntry("local.eventdispatcher.port", 1001);
    }

    @Test
    void whatHasNoPortPublishesNone() {
        ports.publish("inside", new LocalEndpoint("x"));
        ports.withdraw("inside", new LocalEndpoint("x"));
        assertThat(environment.getPropertySources().contains("server.ports")).isFalse();
    }
}
