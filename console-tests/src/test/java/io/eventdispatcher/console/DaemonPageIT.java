package io.eventdispatcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.daemon.CommunicatordApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;

/** The page of the daemon communicatord. */
@NeedsChromium
class DaemonPageIT {

    private static Browser browser;

    @TempDir
    Path directory;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open(false, 1440, 1500);
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    /** The page of the test before asks for a daemon that is gone. */
    @BeforeEach
    void leaveTheOldPage() {
        browser.go(URI.create("about:blank"));
        var unused = browser.complaints();
    }

    private ConfigurableApplicationContext daemon(String... more) {
        return named("srv1", more);
    }

    private ConfigurableApplicationContext named(String server, String... more) {
        List<String> security = new ArrayList<>();
        for (String name : ImportCandidates.load(AutoConfiguration.class, null)) {
            if (name.startsWith("org.springframework.boot.security.")) {
                security.add(name);
            }
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.autoconfigure.exclude=" + String.join(",", security),
                "--server.port=0",
                "--communicatord.server-name=" + server,
                "--communicatord.local-listen=127.0.0.1:0",
                "--communicatord.signal=off",
                "--communicatord.services=" + directory,
                "--communicatord.unix-listen=" + directory.resolve(server + ".sock")));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(CommunicatordApplication.class).run(arguments.toArray(String[]::new));
    }

    /** One of several, which knows only those beside it. */
    private ConfigurableApplicationContext linked(String name, InetSocketAddress at, InetSocketAddress... beside) {
        return named(
                name,
                "--communicatord.fabric=mesh",
                "--communicatord.unsafe-plaintext=true",
                "--communicatord.remote-listen=" + text(at),
                "--communicatord.my-address=" + text(at),
                "--communicatord.data-path=" + directory.resolve("absent"),
                "--communicatord.mesh.discover=false",
                "--communicatord.mesh.ping=300ms",
                "--communicatord.mesh.dead-after=2s",
                "--communicatord.neighbors="
                        + Stream.of(beside).map(DaemonPageIT::text).collect(Collectors.joining(",")));
    }

    private static InetSocketAddress free(String host) throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return new InetSocketAddress(host, probe.getLocalPort());
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static List<String> links(String kind) {
        return browser.all("#graph line" + kind).stream()
                .map(line -> line.getDomAttribute("data-link"))
                .toList();
    }

    private static String machine(String server) {
        List<WebElement> found = browser.all("#graph g[data-server='" + server + "']");
        return found.isEmpty()
                ? ""
                : found.get(0).getDomAttribute("class") + " " + found.get(0).getText();
    }

    private static String page(ConfigurableApplicationContext daemon) {
        return "http://127.0.0.1:" + daemon.getEnvironment().getRequiredProperty("local.server.port")
                + "/actuator/communicatord/console";
    }

    private static String row(String section, String key) {
        return browser.all("#" + section + " tr[data-key='" + key + "']").isEmpty()
                ? ""
                : browser.text("#" + section + " tr[data-key='" + key + "']");
    }

    /** A service that says what it is told to. */
    private static final class Service implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;
        private int got;

        Service(ConfigurableApplicationContext daemon, String name, String commands) throws IOException {
            int port = daemon.getEnvironment()
                    .getRequiredProperty("local.eventdispatcher.port.communicator-local", Integer.class);
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            say("REGISTER service=" + name + ";version=1");
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).endsWith("HELP");
            assertThat(in.readLine()).contains("READY");
            say("COMMANDS list=" + commands);
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /** How many lines came after the greeting. */
        int got() {
            try {
                while (in.ready()) {
                    got += in.readLine() == null ? 0 : 1;
                }
                return got;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void hangUp() throws IOException {
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void showsServicesWhatWaitsAndWhatWasDropped() throws Exception {
        try (ConfigurableApplicationContext daemon = daemon();
                Service shop = new Service(daemon, "shop", "PRICE,SALE");
                Service bank = new Service(daemon, "bank", "PAY")) {
            for (int i = 0; i < 20; i++) {
                shop.say("bank/PAY n=" + i);
            }
            shop.say("nobody/HELLO");
            shop.say("nobody/HELLO cache=no");
            bank.say("shop/PRICE");
            browser.go(URI.create(page(daemon)));
            browser.await("page is live", () -> browser.text("#live").equals("live"));
            assertThat(browser.title()).isEqualTo("srv1 · communicatord");
            browser.await(
                    "both are ready",
                    () -> row("services", "shop").contains("PRICE, SALE")
                            && row("services", "bank").contains("PAY"));
            browser.await("rates are known", () -> row("services", "bank").contains("20"));
            assertThat(row("services", "shop")).contains("communicator-local-", "loopback", "ready");
            browser.await("a message waits", () -> row("waiting", "nobody").contains("1"));
            browser.await("one was dropped", () -> row("drops", "absent").contains("1"));
            assertThat(browser.text("#totals")).contains("Services", "2", "Daemons", "1 / 1");
            assertThat(browser.text("#cluster")).contains("local fabric", "cluster up, complete");
            assertThat(browser.all("#graph g.here[data-server='srv1']")).hasSize(1);
            assertThat(browser.all("#graph line")).isEmpty();
            assertThat(browser.text("#graph")).contains("srv1", "this daemon", "2");
            assertThat(browser.text("#watches")).contains("Nobody.");
            browser.one("#services-filter").sendKeys("pay");
            browser.await("the filter works", () -> row("services", "shop").isEmpty());
            browser.picture("daemon");
            bank.hangUp();
            browser.await("bank is gone", () -> row("services", "bank").isEmpty());
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsLinkedDaemonsAndWhichOfThemCannotBeReached() throws Exception {
        InetSocketAddress a = free("127.0.0.41");
        InetSocketAddress b = free("127.0.0.42");
        InetSocketAddress c = free("127.0.0.43");
        ConfigurableApplicationContext gamma = linked("gamma", c, b);
        try (ConfigurableApplicationContext alpha = linked("alpha", a, b);
                ConfigurableApplicationContext beta = linked("beta", b, a, c);
                Service shop = new Service(alpha, "shop", "HELLO");
                Service bank = new Service(beta, "bank", "PAY");
                Service stock = new Service(gamma, "stock", "PRICE")) {
            browser.go(URI.create(page(alpha)));
            browser.await("page is live", () -> browser.text("#live").equals("live"));
            browser.await(
                    "all are there",
                    () -> browser.text("#cluster").contains("cluster up, complete")
                            && browser.text("#totals").contains("3 / 3"));
            browser.await(
                    "the service of gamma is known", () -> machine("gamma").contains("1"));
            assertThat(browser.text("#cluster")).contains("mesh fabric");
            assertThat(machine("alpha")).contains("here", "alpha", "this daemon", "1");
            assertThat(machine("beta")).contains("other", "beta", "linked");
            assertThat(machine("gamma")).contains("other", "gamma", "2 links away");
            assertThat(links(":not(.lost)")).containsExactlyInAnyOrder("alpha beta", "beta gamma");
            assertThat(browser.text("#daemons")).contains("beta", text(b)).doesNotContain(text(c));
            for (int i = 0; i < 30; i++) {
                shop.say("stock/PRICE n=" + i);
            }
            bank.say("stock/PRICE n=30");
            browser.await("stock has them", () -> stock.got() == 31);
            browser.picture("daemons-linked");
            gamma.close();
            browser.await("gamma is lost", () -> machine("gamma").contains("cannot be reached"));
            browser.await("it is told above, too", () -> browser.text("#totals").contains("2 / 3"));
            assertThat(browser.text("#cluster")).contains("cluster up, incomplete");
            assertThat(links(".lost")).containsExactly("beta gamma");
            assertThat(links(":not(.lost)")).containsExactly("alpha beta");
            browser.picture("daemons-lost");
            assertThat(browser.complaints()).isEmpty();
        } finally {
            gamma.close();
        }
    }

    @Test
    void drawsDaemonsAndTheirLinksAsTexts() {
        try (ConfigurableApplicationContext daemon = daemon()) {
            browser.go(URI.create(page(daemon)));
            browser.await("page is live", () -> browser.text("#live").equals("live"));
            Object drawn = browser.run("""
                    return import(arguments[0]).then(module => {
                        const place = document.createElement('div');
                        new module.Graph(place).show([
                            {server: 'b', links: ['a', 'c'], services: 2, distance: 1},
                            {server: 'a', links: ['b'], services: 1, distance: 0},
                            {server: 'c', links: ['b', 'elsewhere'], services: 0, distance: 2},
                            {server: '<img src=x>', links: [], services: 0, distance: -1}]);
                        document.body.append(place);
                        return [...place.querySelectorAll('line')].map(line => line.dataset.link).join('|') + '#'
                            + place.querySelectorAll('img').length + '#' + place.querySelector('.lost').textContent + '#'
                            + place.querySelector('.here').dataset.server;
                    });
                    """, page(daemon) + "/graph.js");
            assertThat(drawn).isEqualTo("a b|b c#0#–<img src=x>cannot be reached#a");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void isServedWithStrictHeadersAndReadsOnly() throws Exception {
        try (ConfigurableApplicationContext daemon = daemon()) {
            HttpResponse<String> page = ask(page(daemon), "GET");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
            assertThat(page.body()).doesNotContain("http://", "https://");
            assertThat(ask(page(daemon) + "/daemon.js", "GET").body()).contains("live(");
            assertThat(ask(page(daemon) + "/state", "GET").body()).contains("\"server\":\"srv1\"");
            assertThat(ask(page(daemon) + "/application.yml", "GET").statusCode())
                    .isEqualTo(404);
            assertThat(ask(page(daemon) + "/state", "POST").statusCode()).isEqualTo(405);
        }
        try (ConfigurableApplicationContext daemon = daemon("--communicatord.console.enabled=false")) {
            assertThat(ask(page(daemon), "GET").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> ask(String address, String method) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
