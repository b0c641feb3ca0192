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
import java.io.IOException;

/**
 * The core's public API as any user has it: default limits, statistics and checks.
 *
 * <p>Usage: {@code PingPongServer ENDPOINT}, where ENDPOINT is a port on 127.0.0.1 or a URI such as {@code
 * unix:///tmp/ping.sock}.
 */
public final class PingPongServer {

    private PingPongServer() {}

    /**
     * Serves until the process is ended.
     *
     * @param args a port or an endpoint URI
     * @throws IOException if the endpoint cannot be bound
     */
    public static void main(String[] args) throws IOException {
        EventLoop loop = EventLoop.open("ping-pong");
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("PING", PingPongServer::pong);
        SystemCommands.register(dispatcher, new SystemHooks() {}, ControlPolicy.standard(false));
        Messenger messenger = Messenger.builder(dispatcher).build();
        Listener listener = Listener.on(Endpoint.parse(uri(args)), loop, messenger::newHandler)
                .start();
        LoopThread.start(loop);
        System.err.println("LISTENING " + listener.endpoint());
    }

    private static void pong(Exchange exchange) {
        exchange.reply(exchange.message()
                .reply("PONG")
                .param("serial", exchange.message().integer("serial"))
                .build());
    }

    private static String uri(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("usage: PingPongServer PORT|URI, but got " + args.length + " arguments");
        }
        return args[0].contains(":") ? args[0] : "tcp://127.0.0.1:" + args[0];
    }
}
