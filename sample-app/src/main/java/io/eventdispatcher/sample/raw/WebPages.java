package io.eventdispatcher.sample.raw;

// snippet: pages
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches pages: http and https only, no redirects, up to a size, within a time. Blocks, so it is not for the loop. */
public final class WebPages {

    static final int MAX_BYTES = 256 * 1024;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Duration maxTime;

    /** Which hosts may be asked is not limited here; a service that strangers can reach has to. */
    public WebPages(Duration maxTime) {
        this.maxTime = maxTime;
    }

    /** Returns a line with the status, and the page behind it; or a line with the reason why there is none. */
    byte[] fetch(String url) {
        try {
            URI uri = URI.create(url);
            if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
                return line("ERROR only http and https can be fetched");
            }
            return fetch(HttpRequest.newBuilder(uri).build());
        } catch (IllegalArgumentException e) {
            return line("ERROR this is no URL");
        } catch (TimeoutException e) {
            return line("ERROR no answer within " + maxTime.toMillis() + " ms");
        } catch (ExecutionException e) {
            return line("ERROR not fetched: " + e.getMessage());
        } catch (InterruptedException e) {
            return line("ERROR the service is stopping");
        }
    }

    private byte[] fetch(HttpRequest request) throws ExecutionException, InterruptedException, TimeoutException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> pending = http.sendAsync(
                request,
                BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (page.size() + bytes.length > MAX_BYTES) {
                        throw new IllegalStateException("more than " + MAX_BYTES + " bytes");
                    }
                    page.writeBytes(bytes);
                })));
        try {
            int status = pending.get(maxTime.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.writeBytes(line("STATUS " + status));
            answer.writeBytes(page.toByteArray());
            return answer.toByteArray();
        } finally {
            pending.cancel(true);
        }
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
// end
