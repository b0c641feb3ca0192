package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.communicator.CommunicatorClient;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.ListenerStartedEvent;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Connects the client of an embedded daemon when that listens, and not before.
 *
 * <p>Threading: any thread.
 */
final class EmbeddedDaemonStart implements ApplicationListener<PayloadApplicationEvent<ListenerStartedEvent>> {

    private static final String DAEMON_LISTENERS = "communicator-";

    private final ObjectProvider<ClientRegistry> clients;

    EmbeddedDaemonStart(ObjectProvider<ClientRegistry> clients) {
        this.clients = clients;
    }

    @Override
    public void onApplicationEvent(PayloadApplicationEvent<ListenerStartedEvent> event) {
        if (event.getPayload().listener().startsWith(DAEMON_LISTENERS)) {
            NamedClient client = clients.getObject().get(CommunicatorClient.NAME);
            client.start();
            client.connectNow();
        }
    }
}
