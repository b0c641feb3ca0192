package io.eventdispatcher.sample.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.raw.RawChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FetchSessionIT {

    private final ExecutorService threads =
            new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    private final ExecutorService webThreads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> asked = new ArrayList<>();
    private final List<RawChannel> servers = new ArrayList<>();
    private EventLoop loop;
    private LoopThread thread;
    private HttpServer web;
    private int port;

    @BeforeEach
    void start() throws Exception {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        web.setExecutor(webThreads);
        answer("/page", 200, "hello, w\u00f6rld\n".getBytes(StandardCharsets.UTF_8));
        answer("/missing", 404, "nothing here\n".getBytes(StandardCharsets.UTF_8));
        answer("/fits", 200, new byte[WebPages.MAX_BYTES]);
        answer("/large", 200, new byte[WebPages.MAX_BYTES + 1]);
        web.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await();
            exchange.close();
        });
        web.start();
        loop = EventLoop.open("fetch");
        thread = LoopThread.start(loop);
        port = serve(Duration.ofSeconds(30));
    }

    /** Returns the port of a server that waits so long for pages. */
    private int serve(Duration maxTime) throws Exception {
        ServerSocketChannel bound = ServerSocketChannel.open();
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        WebPages pages = new WebPages(maxTime);
        servers.add(EchoIT.onLoop(loop, () -> FetchSession.serve(loop, bound, pages, threads)));
        return bound.socket().getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        servers.forEach(RawChannel::close);
        thread.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        web.stop(0);
        webThreads.shutdownNow();
    }

    private void answer(String path, int status, byte[] content) {
        web.createContext(path, exchange -> {
            synchronized (asked) {
                asked.add(path);
            }
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
    }

    private void await() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + web.getAddress().getPort() + path;
    }

    private Socket ask(String line) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void refusesOtherSchemesAndWhatIsNoUrl() throws IOException {
        assertThat(answer(ask("file:///etc/passwd"))).isEqualTo("ERROR only http and https can be fetched\n");
        assertThat(answer(ask("/page"))).isEqualTo("ERROR only http and https can be fetched\n");
        assertThat(answer(ask("http://"))).isEqualTo("ERROR this is no URL\n");
        assertThat(answer(ask("a b"))).isEqualTo("ERROR this is no URL\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void closesOnALineBeyondTheLimit() throws IOException {
        assertThat(answer(ask("http://" + "x".repeat(2_500)))).isEmpty();
    }

    @Test
    void refusesAPageBeyondTheLimit() throws IOException {
        assertThat(answer(ask(url("/large")))).startsWith("ERROR not fetched: ").contains("more than 262144 bytes");
        assertThat(answer(ask(url("/fits")))).hasSize("STATUS 200\n".length() + WebPages.MAX_BYTES);
    }

    @Test
    void givesUpOnASlowServer() throws Exception {
        port = serve(Duration.ofMillis(300));
        assertThat(answer(ask(url("/slow")))).isEqualTo("ERROR no answer within 300 ms\n");
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        assertThat(answer(ask("http://127.0.0.1:1/"))).startsWith("ERROR not fetched: ");
    }

    @Test
    void fetchesThePageInAnotherThread() throws IOException {
        assertThat(answer(ask(url("/page")))).isEqualTo("STATUS 200\nhello, w\u00f6rld\n");
        assertThat(answer(ask(url("/missing")))).isEqualTo("STATUS 404\nnothing here\n");
    }

    @Test
    void servesOthersWhileSomeAreSuspended() throws IOException {
        Socket slow = ask(url("/slow"));
        assertThat(answer(ask(url("/page")))).startsWith("STATUS 200");
        release.countDown();
        assertThat(answer(slow)).isEqualTo("STATUS 200\nx");
    }

    @Test
    void saysThatItIsBusy() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            slow.add(ask(url("/slow")));
            int running = i + 1;
            org.awaitility.Awaitility.await().until(() -> ((ThreadPoolExecutor) threads).getTaskCount() == running);
        }
        assertThat(answer(ask(url("/page")))).isEqualTo("ERROR too many requests, try again later\n");
        release.countDown();
        for (Socket socket : slow) {
            assertThat(answer(socket)).startsWith("STATUS 200");
        }
    }

    @Test
    void aClientThatLeavesMeanwhileHarmsNobody() throws IOException {
        Socket gone = ask(url("/slow"));
        gone.setSoLinger(true, 0);
        gone.close();
        release.countDown();
        assertThat(answer(ask(url("/page")))).startsWith("STATUS 200");
    }
}
