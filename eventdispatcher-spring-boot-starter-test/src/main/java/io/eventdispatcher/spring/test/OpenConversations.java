package io.eventdispatcher.spring.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversations of tests with one application that are connected.
 *
 * <p>Threading: any thread; {@link #reset} when no test uses one.
 */
final class OpenConversations implements AutoCloseable {

    private final InMemoryConnections connections;

    @GuardedBy("this")
    private final List<Conversation> open = new ArrayList<>();

    OpenConversations(InMemoryConnections connections) {
        this.connections = connections;
    }

    InMemoryConnections.Link connect(Conversation conversation) throws IOException {
        InMemoryConnections.Link link = connections.connect(conversation.peer());
        synchronized (this) {
            open.add(conversation);
        }
        return link;
    }

    synchronized void closed(Conversation conversation) {
        open.remove(conversation);
    }

    /** Closes the connections of all of them; they may go on with new ones. */
    void reset() {
        List<Conversation> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.forEach(Conversation::reset);
    }

    @Override
    public void close() {
        reset();
    }
}
