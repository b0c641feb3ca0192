package io.eventdispatcher.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A project with the actuator and a reactive web server, and without Servlets. */
class WebfluxIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void answersPublishersAndShowsItself() throws Exception {
        try (Application application = Application.start(JavaHomes.CURRENT, List.of(), "webflux")) {
            application.await("Started PricesApplication in");
            int port = Integer.parseInt(application.await("Listener 'main' on tcp://127\\.0\\.0\\.1:(\\d+)"));
            int web = Integer.parseInt(application.await("Netty started on port (\\d+)"));

            assertThat(Conversation.ask(port, "PRICE sku=A17")).containsExactly("PRICE_REPLY cents=300");
            assertThat(Conversation.ask(port, "WATCH times=2"))
                    .containsExactly("PRICE_NOW cents=100", "PRICE_NOW cents=200");

            assertThat(ok(web, "/actuator/eventdispatcher")).contains("\"name\":\"main\"", "Prices.price(String)");
            assertThat(ok(web, "/actuator/health/eventdispatcher/main")).contains("\"status\":\"UP\"");
            assertThat(ok(web, "/actuator/metrics/eventdispatcher.message.process"))
                    .contains("PRICE", "WATCH");
            assertThat(ok(web, "/actuator/eventdispatcher/console")).contains("<!DOCTYPE html>");
            application.terminate();
            assertThat(application.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void showsItselfOnAManagementPortOfItsOwn() throws Exception {
        try (Application application = Application.start(
                JavaHomes.CURRENT,
                List.of(),
                "webflux",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.base-path=/ops",
                "--management.endpoint.eventdispatcher.access=unrestricted")) {
            application.await("Started PricesApplication in");
            int web = Integer.parseInt(application.await("Netty started on port (\\d+)"));
            int management = Integer.parseInt(application.await("Netty started on port (?!" + web + " )(\\d+)"));

            assertThat(get(web, "/actuator/eventdispatcher").statusCode()).isEqualTo(404);
            HttpResponse<String> page = get(management, "/ops/actuator/eventdispatcher/console");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'");
            HttpRequest pause = HttpRequest.newBuilder(uri(management, "/ops/actuator/eventdispatcher/listeners/main"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"state\":\"paused\"}"))
                    .build();
            assertThat(HTTP.send(pause, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(204);
            assertThat(ok(management, "/ops/actuator/eventdispatcher/listeners/main"))
                    .contains("\"state\":\"PAUSED\"");
        }
    }

    private static String ok(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(port, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(port, path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
