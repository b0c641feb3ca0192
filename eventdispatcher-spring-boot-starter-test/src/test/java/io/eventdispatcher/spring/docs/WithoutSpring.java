package io.eventdispatcher.spring.docs;

import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.server.Listener;
import java.io.IOException;

final class WithoutSpring {

    private WithoutSpring() {}

    static void serve() throws IOException {
        // snippet: core
        EventLoop loop = EventLoop.open("main");
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("PING", exchange -> exchange.reply("PONG"));
        Messenger messenger = Messenger.builder(dispatcher).build();
        Listener.on(Endpoint.parse("tcp://127.0.0.1:4040"), loop, messenger::newHandler)
                .start();
        loop.run();
        // end
    }
}
