package io.eventdispatcher.console;

import static io.eventdispatcher.console.RunningApplication.CONSOLE;
import static io.eventdispatcher.console.RunningApplication.UNRESTRICTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.lifecycle.Connections;
import io.eventdispatcher.spring.trace.MessageTrace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.springframework.boot.WebApplicationType;

@NeedsChromium
class ConsolePageIT {

    private static final String[] THREE_LISTENERS_AND_A_CLIENT = {
        CONSOLE,
        UNRESTRICTED,
        "--eventdispatcher.listeners.edge.uri=tcp://127.0.0.1:0",
        "--eventdispatcher.listeners.beacon.uri=udp://127.0.0.1:0",
        "--eventdispatcher.clients.hub.uri=tcp://127.0.0.1:1",
        "--eventdispatcher.clients.hub.reconnect.max=3s",
    };

    private static Browser browser;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open(false, 1440, 1500);
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    /** The page of the test before asks for an application that is gone. */
    @BeforeEach
    void leaveTheOldPage() {
        browser.go(URI.create("about:blank"));
        var unused = browser.complaints();
    }

    private static URI page(RunningApplication application) {
        return URI.create(application.endpoint() + "/console");
    }

    private static void awaitLive() {
        browser.await("page is live", () -> browser.text("#live").equals("live"));
    }

    private static int rows(String section) {
        return browser.all("#" + section + " tbody tr").size();
    }

    private static String row(String section, String key) {
        return browser.text("#" + section + " tr[data-key='" + key + "']");
    }

    private static void click(String section, String key, String does) {
        press("#" + section + " tr[data-key='" + key + "'] button[data-does='" + does + "']");
    }

    /** Finds and presses in one step: the page is live, and what was found a moment ago may have moved or been drawn anew. */
    private static void press(String selector) {
        browser.await(
                "there is " + selector,
                () -> Boolean.TRUE.equals(browser.run(
                        "const found = document.querySelector(arguments[0]); if (found) found.click(); return found !== null",
                        selector)));
    }

    private static int freePort() {
        while (true) {
            // below all ports that the system chooses by itself, so that nobody gets it meanwhile
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException inUse) {
                // the next one
            }
        }
    }

    private static String firstConnection(String order) {
        return browser.all("#connections th[aria-sort='" + order + "']").isEmpty()
                ? ""
                : browser.one("#connections tbody tr").getDomAttribute("data-key");
    }

    private static void confirm() {
        browser.await("question is shown", () -> browser.one("#confirm").isDisplayed());
        browser.one("#confirm-yes").click();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void showsEverythingLiveAndClosesAConnection(WebApplicationType type) {
        try (RunningApplication application = RunningApplication.start(type, THREE_LISTENERS_AND_A_CLIENT);
                Peers peers = new Peers()) {
            peers.connect(application.port("main"), 40).connect(application.port("edge"), 10);
            peers.say("ORDER_NOW fail=1").talk();
            browser.go(page(application));
            awaitLive();
            assertThat(browser.title()).isEqualTo("billing · Event Dispatcher");
            browser.await("connections are listed", () -> rows("connections") >= 50);
            browser.await("rates are known", () -> row("connections", "main-1").matches("(?s).*↓ [1-9].*"));
            assertThat(rows("listeners")).isEqualTo(3);
            assertThat(row("listeners", "main")).contains("tcp", "running", "40 / 10,000");
            assertThat(row("listeners", "beacon")).contains("udp");
            browser.await(
                    "client waits",
                    () -> row("clients", "hub").matches("(?s).*waiting.*next attempt.*")
                            && row("clients", "hub").contains("refused"));
            assertThat(row("handlers", "stock#add")).contains("ADD_ITEM", "Stock.add(String,int)", "running");
            browser.await(
                    "latencies are known", () -> row("handlers", "stock#add").matches("(?s).*(µs|ms).*"));
            assertThat(row("handlers", "stock#ordered")).contains("ORDER_*");
            assertThat(rows("loops")).isEqualTo(1);
            assertThat(rows("sources")).isPositive();
            assertThat(browser.text("#totals")).contains("Connections", "50");
            browser.picture("before-close-" + type);

            click("connections", "main-3", "close");
            assertThat(browser.text("#confirm-title")).isEqualTo("Close connection main-3?");
            browser.picture("confirm-" + type);
            browser.one("#confirm-no").click();
            assertThat(application.bean(Connections.class).find("main-3")).isNotNull();
            click("connections", "main-3", "close");
            confirm();
            browser.await("connection is gone", () -> rows("connections") == 49);
            assertThat(application.bean(Connections.class).find("main-3")).isNull();
            assertThat(browser.text("#totals")).contains("49");
            browser.picture("after-close-" + type);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void filtersAndSortsByKeyboard() {
        try (RunningApplication application =
                        RunningApplication.start(WebApplicationType.SERVLET, THREE_LISTENERS_AND_A_CLIENT);
                Peers peers = new Peers()) {
            peers.connect(application.port("main"), 12).connect(application.port("edge"), 3);
            browser.go(page(application));
            browser.await("connections are listed", () -> rows("connections") == 15);
            browser.one("#connections-filter").sendKeys("EDGE");
            browser.await("filter works", () -> rows("connections") == 3);
            browser.one("#connections-filter").sendKeys(Keys.chord(Keys.CONTROL, "a"), "nothing like it");
            browser.await("nothing is left", () -> rows("connections") == 0);
            assertThat(browser.text("#connections .empty")).isEqualTo("Nothing matches the filter.");
            browser.one("#connections-filter").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
            browser.await("all are back", () -> rows("connections") == 15);
            var sort = browser.one("#connections th button");
            sort.sendKeys(Keys.ENTER);
            browser.await("sorted by name", () -> firstConnection("ascending").equals("edge-1"));
            sort.sendKeys(Keys.ENTER);
            browser.await(
                    "sorted the other way", () -> firstConnection("descending").equals("main-12"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void tracesPausesStopsAndStarts() {
        try (RunningApplication application =
                        RunningApplication.start(WebApplicationType.SERVLET, THREE_LISTENERS_AND_A_CLIENT);
                Peers peers = new Peers()) {
            peers.connect(application.port("main"), 2)
                    .connect(application.port("edge"), 2)
                    .talk();
            browser.go(page(application));
            browser.await("connections are listed", () -> rows("connections") == 4);
            assertThat(browser.text("#trace .empty")).startsWith("Nothing is traced.");
            browser.one("#trace-actions button[data-does='trace-on']").click();
            confirm();
            browser.await("messages are shown", () -> rows("trace") > 4);
            assertThat(browser.text("#trace")).contains("ADD_ITEM", "password=***", "received", "sent");
            assertThat(browser.run("return document.documentElement.outerHTML").toString())
                    .doesNotContain("hunter2");
            browser.picture("trace");
            browser.one("#trace-actions button[data-does='trace-off']").click();
            browser.await(
                    "trace is off", () -> !application.bean(MessageTrace.class).isOn());

            click("listeners", "edge", "move");
            confirm();
            browser.await("listener is paused", () -> row("listeners", "edge").contains("paused"));
            click("listeners", "edge", "move");
            browser.await("listener runs", () -> row("listeners", "edge").contains("running"));
            click("listeners", "edge", "stop");
            confirm();
            browser.await("listener is stopped", () -> row("listeners", "edge").contains("stopped"));
            click("listeners", "edge", "stop");
            browser.await("listener runs again", () -> row("listeners", "edge").contains("running"));
            click("connections", "main-1", "move");
            confirm();
            browser.await(
                    "connection is paused", () -> row("connections", "main-1").contains("paused"));
            click("handlers", "stock#status", "stop");
            confirm();
            browser.await(
                    "handler is stopped", () -> row("handlers", "stock#status").contains("stopped"));
            click("clients", "hub", "stop");
            confirm();
            browser.await("client is stopped", () -> row("clients", "hub").contains("stopped"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsNoButtonsThatChangeAnythingWhenItMayOnlyRead() {
        try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, CONSOLE);
                Peers peers = new Peers()) {
            peers.connect(application.port("main"), 2);
            browser.go(page(application));
            browser.await("connections are listed", () -> rows("connections") == 2);
            assertThat(browser.text("#access")).isEqualTo("read-only");
            assertThat(browser.all("main button[data-does]")).isEmpty();
            assertThat(browser.text("#clients .empty")).startsWith("No clients.");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsHostileTextAsText() {
        String markup = "<img/src=x/onerror=window.hacked=1>";
        String script = "</script><script>window.hacked=2</script>\"'><svg onload=window.hacked=3>\u202e";
        try (RunningApplication application = RunningApplication.start(
                        WebApplicationType.SERVLET,
                        CONSOLE,
                        UNRESTRICTED,
                        "--eventdispatcher.trace.enabled=true",
                        "--spring.application.name=" + markup);
                Peers peers = new Peers()) {
            peers.connect(application.port("main"), 1)
                    .say("<" + markup + ":" + markup + " STATUS x=1")
                    .say("{\"sent-from-server\":\"" + markup + "\",\"sent-from-service\":\"" + markup
                            + "\",\"command\":\"" + markup + "\"}")
                    .say("STATUS text=\"" + script.replace("\"", "\\\"") + "\"")
                    .say(markup);
            browser.go(page(application));
            awaitLive();
            browser.await("messages are traced", () -> rows("trace") >= 6);
            assertThat(browser.title()).startsWith(markup);
            assertThat(browser.text("#service")).isEqualTo(markup);
            assertThat(browser.text("#trace")).contains("onerror=window.hacked", "</script><script>");
            assertThat(browser.text("#trace")).contains("\\u202e").doesNotContain("\u202e");
            browser.picture("hostile");
            assertThat(browser.all("main img, main svg:not(.spark), main script"))
                    .isEmpty();
            assertThat(browser.run("return String(window.hacked)")).isEqualTo("undefined");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhenTheServerIsAwayAndRecovers() {
        int port = freePort();
        RunningApplication first =
                RunningApplication.start(WebApplicationType.SERVLET, CONSOLE, "--server.port=" + port);
        try (first) {
            browser.go(page(first));
            awaitLive();
            assertThat(browser.one("#banner").isDisplayed()).isFalse();
        }
        browser.await("banner is shown", () -> browser.one("#banner").isDisplayed());
        assertThat(browser.text("#banner")).contains("No news since", "the server does not answer");
        browser.picture("away");
        try (RunningApplication again =
                RunningApplication.start(WebApplicationType.SERVLET, CONSOLE, "--server.port=" + port)) {
            press("#retry");
            browser.await("banner is gone", () -> !browser.one("#banner").isDisplayed());
            awaitLive();
            assertThat(again.webPort()).isEqualTo(port);
            assertThat(browser.text("#toasts")).contains("The server is back");
        }
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("ERR_CONNECTION"));
    }

    @Test
    void worksOnAPortAndBelowPathsOfItsOwn() {
        try (RunningApplication application = RunningApplication.start(
                WebApplicationType.SERVLET,
                CONSOLE,
                "--server.servlet.context-path=/shop",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.base-path=/ops",
                "--management.endpoints.web.base-path=/manage",
                "--management.endpoints.web.path-mapping.eventdispatcher=messages")) {
            browser.go(URI.create("http://127.0.0.1:" + application.managementPort() + "/ops/manage/messages/console"));
            awaitLive();
            assertThat(rows("listeners")).isEqualTo(1);
            assertThat(browser.complaints()).isEmpty();
        }
        leaveTheOldPage();
        try (RunningApplication application = RunningApplication.start(
                WebApplicationType.SERVLET,
                CONSOLE,
                "--server.servlet.context-path=/shop",
                "--spring.mvc.servlet.path=/app")) {
            browser.go(URI.create(
                    "http://127.0.0.1:" + application.webPort() + "/shop/app/actuator/eventdispatcher/console"));
            awaitLive();
            assertThat(rows("listeners")).isEqualTo(1);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void fitsNarrowAndDarkScreens() {
        try (RunningApplication application =
                        RunningApplication.start(WebApplicationType.SERVLET, THREE_LISTENERS_AND_A_CLIENT);
                Peers peers = new Peers();
                Browser narrow = Browser.open(true, 500, 1400)) {
            peers.connect(application.port("main"), 5).talk();
            narrow.go(page(application));
            narrow.await(
                    "connections are listed",
                    () -> narrow.all("#connections tbody tr").size() == 5);
            assertThat((Boolean) narrow.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                    .as("no sideways scrolling")
                    .isTrue();
            narrow.picture("narrow-dark");
        }
    }
}
