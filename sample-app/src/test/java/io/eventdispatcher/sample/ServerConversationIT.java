package io.eventdispatcher.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** The server's role, played against raw sockets. */
@Timeout(60)
class ServerConversationIT {

    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void startServer() {
        server = start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(SampleApplication.class)
                .run("--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0", "--server.port=0");
    }

    private static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.eventdispatcher.port.main", Integer.class);
    }

    @Test
    void isReachedOverHttpFromThisMachineOnly() {
        assertThat(server.getBean(ServerProperties.class).getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }

    /** What {@code printf 'lines' | nc -N} prints. */
    private static String answersTo(String lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port(server))) {
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String http(String path) throws IOException, InterruptedException {
        String base = "http://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void playsTheConversation() throws IOException {
        assertThat(answersTo("DAD\nTOP\nMOM\n")).isEqualTo("HI\nCLIMB\nWHO\nBYE\n");
    }

    @Test
    void helpListsItsCommands() throws IOException {
        assertThat(answersTo("HELP\n"))
                .isEqualTo(
                        "HI\nCOMMANDS list=ADD,ALIVE,DAD,HELP,INVALID,LEAK,LOG_ROTATE,MOM,QUIT,QUITTING,READY,RESTART,"
                                + "SERVICE_UNAVAILABLE,STOP,TICKS,TOP,UNKNOWN\n");
    }

    @Test
    void adds() throws IOException {
        assertThat(answersTo("ADD a=2;b=3\n")).isEqualTo("HI\nADD_REPLY sum=5\n");
    }

    @Test
    void namesTheParameterThatIsWrong() throws IOException {
        assertThat(answersTo("ADD a=2;b=x\n"))
                .startsWith("HI\nINVALID command=ADD;message=")
                .contains("b: 'x'");
        assertThat(answersTo("ADD a=2\n"))
                .startsWith("HI\nINVALID command=ADD;message=")
                .contains("b");
    }

    @Test
    void answersEventsWithTheirNumber() throws IOException {
        assertThat(answersTo("EVENT42\nEVENTX\n")).isEqualTo("HI\nEVENT_REPLY number=42\nUNKNOWN command=EVENTX\n");
    }

    @Test
    void understandsJsonAndAddressesItsReplies() throws IOException {
        assertThat(answersTo("{\"command\":\"ALIVE\",\"parameters\":{\"serial\":7}}\n<srv:svc ADD a=1;b=1\n"))
                .matches("HI\nABSOLUTELY reply_timestamp=[0-9.]+;serial=7\nsrv:svc/ADD_REPLY sum=2\n");
    }

    @Test
    void takesBytesOneAtATime() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port(server))) {
            socket.setTcpNoDelay(true);
            for (byte each : "ADD a=20;b=22\n".getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(each);
            }
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("HI");
            assertThat(in.readLine()).isEqualTo("ADD_REPLY sum=42");
        }
    }

    @Test
    void answersAThousandMessagesOfOneWriteInOrder() throws IOException {
        StringBuilder questions = new StringBuilder();
        StringBuilder answers = new StringBuilder("HI\n");
        for (int i = 0; i < 1_000; i++) {
            questions.append("ADD a=").append(i).append(";b=1\n");
            answers.append("ADD_REPLY sum=").append(i + 1).append('\n');
        }
        assertThat(answersTo(questions.toString())).isEqualTo(answers.toString());
    }

    @Test
    void showsLiveConnectionsUntilTheyAreClosed() throws Exception {
        String local;
        try (Socket socket = new Socket("127.0.0.1", port(server))) {
            local = "127.0.0.1:" + socket.getLocalPort();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(http("/actuator/eventdispatcher/connections"))
                            .contains(local));
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(http("/actuator/eventdispatcher/connections"))
                        .doesNotContain(local));
    }

    @Test
    void hasMetersAndHealth() throws Exception {
        answersTo("ADD a=1;b=2\n");
        assertThat(http("/actuator/metrics/eventdispatcher.connections.opened")).contains("eventdispatcher.endpoint");
        assertThat(http("/actuator/health")).contains("\"main\"").contains("\"UP\"");
    }

    @Test
    void countsTicks() throws IOException {
        assertThat(answersTo("TICKS\n")).matches("HI\nTICKS_REPLY count=[0-9]+\n");
    }

    @Test
    void quitEndsTheApplicationAfterTheAnswersAreWritten() throws IOException {
        ConfigurableApplicationContext another = start();
        try (Socket socket = new Socket("127.0.0.1", port(another))) {
            socket.getOutputStream().write("ADD a=1;b=1\nQUIT\n".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("HI\nADD_REPLY sum=2\n");
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !another.isActive());
    }
}
