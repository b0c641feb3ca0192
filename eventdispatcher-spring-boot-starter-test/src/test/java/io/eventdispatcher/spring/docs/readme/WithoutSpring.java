package io.eventdispatcher.spring.docs.readme;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.server.Listener;
import java.io.IOException;
import java.util.function.Consumer;

final class WithoutSpring {

    private WithoutSpring() {}

    /** Serves until the loop is stopped; the test listens in memory. */
    static void serve(Endpoint inMemory, Consumer<EventLoop> told) throws IOException {
        // snippet: core
        Endpoint endpoint = Endpoint.parse("tcp://127.0.0.1:4040");
        EventLoop loop = EventLoop.open("main");
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("PING", exchange -> exchange.reply("PONG"));
        Messenger messenger = Messenger.builder(dispatcher).build();
        // end
        endpoint = inMemory;
        told.accept(loop);
        // snippet: core
        Listener.on(endpoint, loop, messenger::newHandler).start();
        loop.run();
        // end
    }
}
