package io.eventdispatcher.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar as it was processed ahead of time, run on the JVM. */
@Timeout(120)
class AheadOfTimeIT {

    private static final Pattern LISTENS = Pattern.compile("Listener 'main' on tcp://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern SERVES = Pattern.compile("Tomcat started on port (\\d+)");

    @Test
    void theProcessedJarAnswersShowsItselfAndDrains() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dspring.aot.enabled=true",
                        "-jar",
                        Path.of("target", "sample-app.jar").toString(),
                        "--eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0",
                        "--server.port=0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> log = untilStarted(output);
            assertThat(log).anyMatch(line -> line.contains("Starting AOT-processed SampleApplication"));
            try (Socket socket = new Socket("127.0.0.1", find(LISTENS, log))) {
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write("ADD a=2;b=3\nADD a=2;b=x\n".getBytes(StandardCharsets.UTF_8));
                assertThat(answers.readLine()).isEqualTo("HI");
                assertThat(answers.readLine()).isEqualTo("ADD_REPLY sum=5");
                assertThat(answers.readLine()).startsWith("INVALID command=ADD;message=");
                assertThat(get(find(SERVES, log), "/actuator/eventdispatcher/connections"))
                        .contains("\"id\":\"main-1\"", "\"total\":1");
                assertThat(get(find(SERVES, log), "/actuator/metrics/eventdispatcher.message.process"))
                        .contains("ADD");
                process.toHandle().destroy(); // SIGTERM; the destroy of Process would close the output as well
                assertThat(answers.readLine()).isNull();
            }
            output.lines().forEach(log::add);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(log).anyMatch(line -> line.contains("Draining 1 connection (up to 30s) ... done in "));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static List<String> untilStarted(BufferedReader output) throws IOException {
        List<String> log = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.add(line);
            if (line.contains("Started SampleApplication in")) {
                return log;
            }
        }
        throw new AssertionError("it ended without having started:\n" + String.join("\n", log));
    }

    private static int find(Pattern pattern, List<String> log) {
        for (String line : log) {
            Matcher found = pattern.matcher(line);
            if (found.find()) {
                return Integer.parseInt(found.group(1));
            }
        }
        throw new AssertionError("no line with " + pattern + ":\n" + String.join("\n", log));
    }
}
