package io.eventdispatcher.console;

import static io.eventdispatcher.console.RunningApplication.CONSOLE;
import static io.eventdispatcher.console.RunningApplication.UNRESTRICTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.handler.HandlerState;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.trace.MessageTrace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The endpoint over HTTP, as those who write scripts see it. */
class EndpointHttpIT {

    private static final String CLIENT = "--eventdispatcher.clients.hub.uri=tcp://127.0.0.1:1";

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> send(RunningApplication application, String method, String path, String body) {
        return send(application, method, path, body, "application/json,text/html;q=0.9,*/*;q=0.5");
    }

    private HttpResponse<String> send(
            RunningApplication application, String method, String path, String body, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(application.endpoint() + path))
                .header("Accept", accept)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    private HttpResponse<String> get(RunningApplication application, String path) {
        return send(application, "GET", path, null);
    }

    private JsonNode json(RunningApplication application, String path) {
        HttpResponse<String> answer = get(application, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private int post(RunningApplication application, String path, String body) {
        return send(application, "POST", path, body).statusCode();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void showsAllSections(WebApplicationType type) {
        try (RunningApplication application = RunningApplication.start(type, CLIENT);
                Peers peers = new Peers()) {
            peers.connect(application.port("main"), 1).say("<web:frontend ADD_ITEM sku=A1;count=424242");
            await().untilAsserted(() -> assertThat(json(application, "/connections/main-1")
                            .at("/messages/sent")
                            .asInt())
                    .isEqualTo(1));
            JsonNode report = json(application, "");
            assertThat(report.get("serviceName").asString()).isEqualTo("billing");
            assertThat(report.get("serverName").asString()).isEqualTo("host-7");
            assertThat(Duration.parse(report.get("uptime").asString())).isPositive();
            assertThat(report.get("trace").asBoolean()).isFalse();
            assertThat(report.get("access").asString()).isEqualTo("read-only");
            assertThat(report.at("/loop/thread").asString()).isEqualTo("eventdispatcher");
            assertThat(report.at("/loop/state").asString()).isEqualTo("RUNNING");
            assertThat(report.at("/loop/pendingTasks").isNumber()).isTrue();
            JsonNode main = report.at("/listeners/0");
            assertThat(main.get("address").asString()).isEqualTo("127.0.0.1:" + application.port("main"));
            assertThat(main.get("connections").asInt()).isEqualTo(1);
            assertThat(main.at("/messages/received").asInt()).isEqualTo(1);
            JsonNode hub = report.at("/clients/0");
            assertThat(hub.get("uri").asString()).isEqualTo("tcp://127.0.0.1:1");
            await().untilAsserted(() -> {
                JsonNode client = json(application, "/clients/hub");
                assertThat(client.get("state").asString()).isEqualTo("WAITING");
                assertThat(client.get("lastError").asString()).contains("refused");
                assertThat(Instant.parse(client.get("nextAttempt").asString()))
                        .isAfter(Instant.now().minusSeconds(60));
            });
            await().untilAsserted(() -> {
                JsonNode add = json(application, "/handlers/stock%23add");
                assertThat(add.get("state").asString()).isEqualTo("RUNNING");
                assertThat(add.at("/calls/succeeded").asInt()).isEqualTo(1);
                assertThat(add.at("/calls/late").isNumber()).isTrue();
                assertThat(Duration.parse(add.at("/calls/mean").asString())).isPositive();
                assertThat(Duration.parse(add.at("/calls/max").asString())).isPositive();
            });
            JsonNode connection = json(application, "/connections/main-1");
            assertThat(connection.get("peer").asString()).isEqualTo("web:frontend");
            assertThat(connection.get("role").asString()).isEqualTo("server");
            assertThat(Instant.parse(connection.get("openedAt").asString())).isBeforeOrEqualTo(Instant.now());
            for (String section :
                    List.of("listeners", "clients", "handlers", "connections", "timers", "loops", "trace")) {
                assertThat(json(application, "/" + section).get("total").isNumber())
                        .as(section)
                        .isTrue();
            }
            assertThat(json(application, "/sources").get("active").isArray()).isTrue();
            assertThat(json(application, "/loop").get("turns").isNumber()).isTrue();
            assertThat(get(application, "/nothing").statusCode()).isEqualTo(404);
            assertThat(get(application, "/connections/main-7").statusCode()).isEqualTo(404);
            assertThat(get(application, "").body()
                            + get(application, "/connections").body())
                    .doesNotContain("424242");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void changesNothingUnlessAccessIsUnrestricted(WebApplicationType type) {
        try (RunningApplication application = RunningApplication.start(type);
                Peers peers = new Peers()) {
            peers.connect(application.port("main"), 1);
            await().until(() -> application.bean(ConnectionRegistry.class).size() == 1);
            assertThat(post(application, "/listeners/main", "{\"state\":\"stopped\"}"))
                    .isEqualTo(405);
            assertThat(post(application, "/trace/all", "{\"trace\":true}")).isEqualTo(405);
            assertThat(send(application, "DELETE", "/connections/main-1", null).statusCode())
                    .isEqualTo(405);
            assertThat(application.bean(ListenerRegistry.class).get("main").state())
                    .isEqualTo(ListenerState.RUNNING);
            assertThat(application.bean(ConnectionRegistry.class).size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void changesListenersClientsHandlersAndConnections(WebApplicationType type) {
        try (RunningApplication application = RunningApplication.start(type, UNRESTRICTED, CLIENT);
                Peers peers = new Peers()) {
            var listener = application.bean(ListenerRegistry.class).get("main");
            assertThat(post(application, "/listeners/main", "{\"state\":\"paused\"}"))
                    .isEqualTo(204);
            await().until(() -> listener.state() == ListenerState.PAUSED);
            assertThat(post(application, "/listeners/main", "{\"state\":\"running\"}"))
                    .isEqualTo(204);
            await().until(() -> listener.state() == ListenerState.RUNNING);

            var hub = application.bean(ClientRegistry.class).get("hub");
            assertThat(post(application, "/clients/hub", "{\"state\":\"paused\"}"))
                    .isEqualTo(204);
            assertThat(hub.isPaused()).isTrue();
            assertThat(json(application, "/clients/hub").get("paused").asBoolean())
                    .isTrue();
            assertThat(post(application, "/clients/hub", "{\"state\":\"running\"}"))
                    .isEqualTo(204);
            assertThat(hub.isPaused()).isFalse();
            assertThat(post(application, "/clients/hub", "{\"state\":\"stopped\"}"))
                    .isEqualTo(204);
            await().until(() -> hub.snapshot().state().name().equals("STOPPED"));

            var status =
                    application.bean(HandlerRegistry.class).find("stock#status").orElseThrow();
            assertThat(post(application, "/handlers/stock%23status", "{\"state\":\"stopped\"}"))
                    .isEqualTo(204);
            assertThat(status.state()).isEqualTo(HandlerState.STOPPED);
            assertThat(post(application, "/handlers/stock%23status", "{\"state\":\"running\"}"))
                    .isEqualTo(204);
            assertThat(status.state()).isEqualTo(HandlerState.RUNNING);

            peers.connect(application.port("main"), 1);
            await().until(() -> application.bean(ConnectionRegistry.class).size() == 1);
            assertThat(post(application, "/connections/main-1", "{\"state\":\"paused\"}"))
                    .isEqualTo(204);
            assertThat(post(application, "/connections/main-1", "{\"state\":\"paused\"}"))
                    .isEqualTo(204);
            peers.say("STATUS");
            await().untilAsserted(() -> assertThat(json(application, "/connections/main-1")
                            .get("paused")
                            .asBoolean())
                    .isTrue());
            assertThat(json(application, "/connections/main-1")
                            .at("/messages/received")
                            .asInt())
                    .isZero();
            assertThat(post(application, "/connections/main-1", "{\"state\":\"running\"}"))
                    .isEqualTo(204);
            await().untilAsserted(() -> assertThat(json(application, "/connections/main-1")
                            .at("/messages/received")
                            .asInt())
                    .isEqualTo(1));

            assertThat(post(application, "/connections/main-1", "{\"trace\":true}"))
                    .isEqualTo(204);
            peers.say("ADD_ITEM sku=A1;count=1;token=hunter2");
            await().untilAsserted(() ->
                    assertThat(json(application, "/trace").get("total").asInt()).isEqualTo(2));
            String trace = get(application, "/trace").body();
            assertThat(trace).contains("token=***", "ADD_ITEM_REPLY").doesNotContain("hunter2");
            assertThat(post(application, "/trace/all", "{\"trace\":true}")).isEqualTo(204);
            assertThat(application.bean(MessageTrace.class).isOn()).isTrue();
            assertThat(post(application, "/trace/main", "{\"trace\":false}")).isEqualTo(204);
            assertThat(application.bean(MessageTrace.class).isOn("main")).isFalse();

            assertThat(send(application, "DELETE", "/connections/main-1", null).statusCode())
                    .isEqualTo(204);
            await().until(() -> application.bean(ConnectionRegistry.class).size() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void saysWhyAChangeIsRefused(WebApplicationType type) throws IOException {
        try (RunningApplication application = RunningApplication.start(type, UNRESTRICTED, CLIENT)) {
            int port = application.port("main");
            var listener = application.bean(ListenerRegistry.class).get("main");
            refused(
                    application,
                    "POST",
                    "/listeners/main",
                    "{\"state\":\"asleep\"}",
                    400,
                    "running, paused or stopped");
            refused(application, "POST", "/listeners/main", "{}", 400, "give 'state' or 'trace'");
            refused(application, "POST", "/listeners/nobody", "{\"state\":\"running\"}", 400, "no listener 'nobody'");
            refused(application, "POST", "/handlers/stock%23add", "{\"state\":\"paused\"}", 400, "running or stopped");
            refused(application, "POST", "/trace/nobody", "{\"trace\":true}", 400, "nothing to trace");
            refused(application, "POST", "/timers/x", "{\"state\":\"stopped\"}", 400, "no states");
            refused(application, "DELETE", "/connections/main-9", null, 400, "no connection 'main-9'");
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            assertThat(port).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void saysWhyAListenerCannotBeStarted(WebApplicationType type) throws IOException {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try (RunningApplication application = RunningApplication.start(
                type,
                UNRESTRICTED,
                "--eventdispatcher.listeners.taken.uri=tcp://127.0.0.1:" + other.getLocalPort(),
                "--eventdispatcher.listeners.taken.auto-startup=false")) {
            HttpResponse<String> answer = refused(
                    application,
                    "POST",
                    "/listeners/taken",
                    "{\"state\":\"running\"}",
                    409,
                    "listener 'taken' not started");
            assertThat(answer.body()).contains("in use").doesNotContain("\\tat ", "Exception:");
            other.close();
            assertThat(post(application, "/listeners/taken", "{\"state\":\"running\"}"))
                    .isEqualTo(204);
        } finally {
            other.close();
        }
    }

    private HttpResponse<String> refused(
            RunningApplication application, String method, String path, String body, int status, String reason) {
        HttpResponse<String> answer = null;
        for (String accept : List.of("application/json", "*/*")) { // the second is what curl sends
            answer = send(application, method, path, body, accept);
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
            JsonNode refusal = JsonMapper.shared().readTree(answer.body());
            assertThat(refusal.get("error").asString()).as(accept).contains(reason);
            assertThat(refusal.get("status").asInt()).isEqualTo(status);
        }
        return answer;
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void servesThePageWithStrictHeaders(WebApplicationType type) {
        try (RunningApplication application = RunningApplication.start(type, CONSOLE)) {
            for (String path : List.of(
                    "/console", "/console/console.js", "/console/console.css", "/console/state", "/%63onsole")) {
                HttpResponse<String> answer = get(application, path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .as(path)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
            }
            assertThat(type(application, "/console")).startsWith("text/html");
            assertThat(type(application, "/console/view.js")).startsWith("text/javascript");
            assertThat(type(application, "/console/icon.svg")).startsWith("image/svg+xml");
            assertThat(type(application, "/console/state")).contains("json");
            assertThat(get(application, "/console").body())
                    .doesNotContain("http://", "https://", "<style", "onclick", "style=");
            for (String none : List.of("/console/index.html", "/console/..%2Fpackage-info.class", "/console/x")) {
                assertThat(get(application, none).statusCode()).as(none).isGreaterThanOrEqualTo(400);
            }
            assertThat(get(application, "/connections").headers().firstValue("Content-Security-Policy"))
                    .isEmpty();
        }
    }

    /** With a reactive server this is tested in consumer-tests: Spring Boot cannot choose one of two servers here. */
    @Test
    void isOnAManagementPortOfItsOwn() throws Exception {
        try (RunningApplication application = RunningApplication.start(
                WebApplicationType.SERVLET,
                CONSOLE,
                UNRESTRICTED,
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.base-path=/ops",
                "--management.endpoints.web.base-path=/manage")) {
            assertThat(get(application, "").statusCode())
                    .as("on the other port")
                    .isEqualTo(404);
            URI endpoint =
                    URI.create("http://127.0.0.1:" + application.managementPort() + "/ops/manage/eventdispatcher");
            HttpResponse<String> page = http.send(
                    HttpRequest.newBuilder(URI.create(endpoint + "/console")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'");
            assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create(endpoint + "/listeners/main"))
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString("{\"state\":\"paused\"}"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(204);
            await().until(() ->
                    application.bean(ListenerRegistry.class).get("main").state() == ListenerState.PAUSED);
        }
    }

    private String type(RunningApplication application, String path) {
        return get(application, path).headers().firstValue("Content-Type").orElse("");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void servesNoPageUnlessItIsSwitchedOnAndTheEndpointExposed(WebApplicationType type) {
        try (RunningApplication application =
                RunningApplication.start(type, "--eventdispatcher.console.enabled=false")) {
            assertThat(get(application, "").statusCode()).isEqualTo(200);
            assertThat(get(application, "/console").statusCode()).isEqualTo(404);
            assertThat(get(application, "/console/state").statusCode()).isEqualTo(404);
        }
        try (RunningApplication application =
                RunningApplication.start(type, CONSOLE, "--management.endpoints.web.exposure.include=health")) {
            assertThat(get(application, "/console").statusCode()).isEqualTo(404);
        }
        try (RunningApplication application =
                RunningApplication.start(type, CONSOLE, "--management.endpoint.eventdispatcher.access=none")) {
            assertThat(get(application, "/console").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void isAsClosedAsTheEndpointWithSpringSecurity() {
        for (WebApplicationType type : List.of(WebApplicationType.SERVLET, WebApplicationType.REACTIVE)) {
            try (RunningApplication application = RunningApplication.startSecured(type, CONSOLE, UNRESTRICTED)) {
                int endpoint = get(application, "").statusCode();
                assertThat(endpoint).as("%s", type).isIn(302, 401, 403);
                for (String path : List.of("/console", "/console/console.js", "/console/state", "/%63onsole")) {
                    assertThat(get(application, path).statusCode())
                            .as("%s %s", type, path)
                            .isIn(endpoint, 400);
                }
            }
        }
    }
}
