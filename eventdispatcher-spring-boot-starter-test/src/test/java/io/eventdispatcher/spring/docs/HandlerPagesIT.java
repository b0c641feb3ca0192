package io.eventdispatcher.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the pages about handlers, errors and threads show, run. */
class HandlerPagesIT {

    @Test
    void theHandlersOfThePagesAnswerAsThePagesSay() throws IOException {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties("eventdispatcher.listeners.main.uri=tcp://127.0.0.1:0")
                        .run();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        context.getEnvironment()
                                .getRequiredProperty("local.eventdispatcher.port.main", Integer.class));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(10_000);
            Peer peer = new Peer(socket, lines);

            assertThat(peer.ask("ADD_ITEM sku=A1;count=2")).isEqualTo("TOTAL cents=1998");
            assertThat(peer.ask("ADD_ITEM sku=A1;count=0"))
                    .isEqualTo("INVALID command=ADD_ITEM;message=count: must be greater than or equal to 1");
            assertThat(peer.ask("ADD_ITEM count=x"))
                    .isEqualTo("INVALID command=ADD_ITEM;message=sku: missing, count: 'x' is not an int");
            assertThat(peer.ask("STATE verbose=true")).isEqualTo("STATE_REPLY verbose=true");
            assertThat(peer.ask("ORDER_CANCEL number=1")).isEqualTo("CANCELLED");
            assertThat(peer.ask("ORDER_SHIPDE")).isEqualTo("ORDER_SHIPDE_REPLY to=DE");
            assertThat(peer.ask("WHO_AM_I"))
                    .isEqualTo("INVALID command=WHO_AM_I;message=user: not known for this connection");
            peer.send("LOGIN user=alice");
            assertThat(peer.ask("WHO_AM_I")).isEqualTo("WHO_AM_I_REPLY user=alice");
            peer.send("WATCH");
            assertThat(peer.ask("FAST")).isEqualTo("DONE");
            context.getBean(Billing.Prices.class).changed(42);
            assertThat(peer.line()).isEqualTo("PRICE cents=42");
            assertThat(peer.ask("COUNT to=2")).isEqualTo("NUMBER value=1");
            assertThat(peer.line()).isEqualTo("NUMBER value=2");

            assertThat(peer.ask("BUY sku=A1")).isEqualTo("SOLD_OUT sku=A1");
            assertThat(peer.ask("WRITE")).isEqualTo("ERROR reason=disk");
            assertThat(peer.ask("LATER")).isEqualTo("NOT_YET");
            assertThat(peer.ask("FAST maintenance=1")).isEqualTo("MAINTENANCE");
            assertThat(peer.ask("BROKEN")).matches("ERROR command=BROKEN;id=[0-9a-f]{8}");

            assertThat(peer.ask("SLOW")).isEqualTo("DONE");
            assertThat(peer.ask("ANY_ORDER")).isEqualTo("DONE");
            assertThat(peer.ask("REPORT")).isEqualTo("UNKNOWN command=REPORT");
            context.getBean(Billing.Night.class).begins();
            assertThat(peer.ask("REPORT")).isEqualTo("DONE");
        }
    }

    private record Peer(Socket socket, BufferedReader lines) {

        void send(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String ask(String line) throws IOException {
            send(line);
            return line();
        }

        String line() throws IOException {
            return String.valueOf(lines.readLine());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({
        Billing.Cart.class,
        Billing.Orders.class,
        Billing.Login.class,
        Billing.Prices.class,
        Billing.Counter.class,
        Billing.Shop.class,
        Billing.ForAll.class,
        Billing.Around.class,
        Billing.Limits.class,
        Billing.Work.class,
        Billing.Night.class,
        Billing.Failures.class
    })
    static class Application {

        @Bean(destroyMethod = "shutdown")
        Executor reports() {
            return Executors.newSingleThreadExecutor();
        }
    }
}
