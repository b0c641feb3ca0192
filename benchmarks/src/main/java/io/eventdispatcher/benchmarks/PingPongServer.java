package io.eventdispatcher.benchmarks;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.messenger.ControlPolicy;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.messenger.SystemCommands;
import io.eventdispatcher.messenger.SystemHooks;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.tls.TlsContext;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.TransportOptions;
import io.eventdispatcher.transport.tls.TlsOptions;
import java.io.IOException;
import java.util.Set;

/**
 * The core's public API as any user has it: default limits, statistics and checks.
 *
 * <p>Usage: {@code PingPongServer ENDPOINT [--certificate PEM --key PEM]}; tcp, unix, and tls with the two files.
 */
public final class PingPongServer {

    /** How many commands {@code C0}, {@code C1}, ... there are besides {@code PING}. */
    private static final int COUNTING_COMMANDS = 19;

    private PingPongServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        ServerConsole.run(args, PingPongServer::start);
    }

    private static String start(ServerArguments arguments) throws IOException {
        arguments.check(Set.of("tcp", "unix", "tls"), Set.of("certificate", "key"));
        ListenerOptions options = ListenerOptions.defaults();
        if (arguments.scheme().equals("tls")) {
            TlsContext context = TlsContext.ofPem(arguments.file("certificate"), arguments.file("key"), null);
            options = options.withListen(ListenOptions.defaults()
                    .withAccepted(TransportOptions.defaults().with(TlsOptions.defaults(context))));
        }
        EventLoop loop = EventLoop.open("ping-pong");
        Messenger messenger = Messenger.builder(dispatcher()).build();
        Listener listener = Listener.on(Endpoint.parse(arguments.endpoint().toString()), loop, messenger::newHandler)
                .options(options)
                .start();
        LoopThread.start(loop);
        return listener.endpoint().toString();
    }

    private static Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("PING", PingPongServer::pong);
        for (int i = 0; i < COUNTING_COMMANDS; i++) {
            String reply = "C" + i + "_REPLY";
            dispatcher.on("C" + i, exchange -> count(exchange, reply));
        }
        SystemCommands.register(dispatcher, new SystemHooks() {}, ControlPolicy.standard(false));
        return dispatcher;
    }

    private static void pong(Exchange exchange) {
        exchange.answer("PONG")
                .param("serial", exchange.message().integer("serial"))
                .send();
    }

    private static void count(Exchange exchange, String reply) {
        exchange.answer(reply)
                .param("count", exchange.message().parameterCount())
                .send();
    }
}
