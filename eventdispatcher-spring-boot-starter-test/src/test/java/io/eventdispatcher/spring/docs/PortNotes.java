package io.eventdispatcher.spring.docs;

import io.eventdispatcher.spring.lifecycle.ListenerStartedEvent;
import io.eventdispatcher.spring.lifecycle.ListenerStoppedEvent;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

// snippet: events
@Component
class PortNotes {

    final List<String> notes = new ArrayList<>();

    @EventListener
    void started(ListenerStartedEvent event) {
        notes.add(event.listener() + " on " + event.endpoint());
    }

    @EventListener
    void stopped(ListenerStoppedEvent event) {
        notes.add(event.listener() + (event.graceful() ? " drained" : " cut off"));
    }
}
// end
