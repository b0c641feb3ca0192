package io.eventdispatcher.benchmarks.peer;

import io.eventdispatcher.benchmarks.ServerArguments;
import io.eventdispatcher.benchmarks.ServerConsole;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.tcp.connection.TcpConnectionCloseEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerListeningEvent;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.integration.ip.tcp.connection.TcpNioServerConnectionFactory;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;
import org.springframework.integration.store.SimpleMessageStore;
import org.springframework.messaging.Message;

/**
 * Spring Integration as its manual writes it: the NIO connection factory, lines ended by a line feed. Its
 * threads overtake each other within a connection, therefore lines are numbered and put in order before they are answered;
 * an inbound gateway, which is shorter, would answer out of order.
 *
 * <p>Usage: {@code SpringIntegrationServer ENDPOINT}; tcp.
 */
public final class SpringIntegrationServer {

    private static final long BIND_SECONDS = 30;

    private SpringIntegrationServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        ServerConsole.run(args, SpringIntegrationServer::start);
    }

    private static String start(ServerArguments arguments) throws Exception {
        arguments.check(Set.of("tcp"), Set.of());
        CompletableFuture<Integer> port = new CompletableFuture<>();
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(ServerArguments.class, () -> arguments);
        context.register(Flow.class);
        context.addApplicationListener(event -> {
            if (event instanceof TcpConnectionServerListeningEvent listening) {
                port.complete(listening.getPort());
            }
        });
        context.refresh();
        return arguments.listening(port.get(BIND_SECONDS, TimeUnit.SECONDS));
    }

    /** The number of a line in its connection as the resequencer wants it, which is not how the connection gives it. */
    private static int number(Message<?> line) {
        Number given = line.getHeaders().get(IntegrationMessageHeaderAccessor.SEQUENCE_NUMBER, Number.class);
        return given == null ? 0 : given.intValue();
    }

    /** The connections, and what happens to a line. */
    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Flow {

        @Bean
        TcpNioServerConnectionFactory connections(ServerArguments arguments) {
            ByteArrayLfSerializer lines = new ByteArrayLfSerializer();
            lines.setMaxMessageSize(LineProtocol.MAX_LINE_BYTES);
            TcpNioServerConnectionFactory factory =
                    new TcpNioServerConnectionFactory(arguments.endpoint().getPort());
            factory.setLocalAddress(arguments.endpoint().getHost());
            factory.setSerializer(lines);
            factory.setDeserializer(lines);
            factory.setSoTcpNoDelay(true);
            factory.setBacklog(1024);
            TcpMessageMapper numbering = new TcpMessageMapper();
            numbering.setApplySequence(true);
            factory.setMapper(numbering);
            return factory;
        }

        @Bean
        SimpleMessageStore overtaking() {
            return new SimpleMessageStore();
        }

        /** The order of a connection is of no interest any more when it is closed. */
        @Bean
        ApplicationListener<TcpConnectionCloseEvent> forgetting(SimpleMessageStore overtaking) {
            return closed -> overtaking.removeMessageGroup(closed.getConnectionId());
        }

        @Bean
        IntegrationFlow answers(TcpNioServerConnectionFactory connections, SimpleMessageStore overtaking) {
            LineProtocol protocol = new LineProtocol("");
            return IntegrationFlow.from(Tcp.inboundAdapter(connections))
                    .enrichHeaders(headers -> headers.headerFunction(
                            IntegrationMessageHeaderAccessor.SEQUENCE_NUMBER, SpringIntegrationServer::number, true))
                    .resequence(order -> order.messageStore(overtaking).releasePartialSequences(true))
                    .handle(byte[].class, (line, headers) -> protocol.answer(new String(line, StandardCharsets.UTF_8)))
                    .handle(Tcp.outboundAdapter(connections))
                    .get();
        }
    }
}
