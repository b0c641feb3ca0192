package io.eventdispatcher.spring.test.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

@MessageHandlerTest(
        includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Warehouse.class),
        properties = {
            "eventdispatcher.dispatch.execution=loop",
            "eventdispatcher.listeners.edge.uri=tcp://127.0.0.1:1",
            "eventdispatcher.clients.hub.uri=tcp://127.0.0.1:1"
        })
class AllHandlersSliceTests {

    @Autowired
    MessageTestClient client;

    @Autowired
    ApplicationContext context;

    @Test
    void allHandlersAreThereAlsoInheritedOnes() {
        client.send("ADD_ITEM sku=A1;count=1").expectReply().hasParam("cents", 999);
        client.send("HOURS").expectReply().hasCommand("OPEN");
        client.send("WHERE").expectReply().hasCommand("SOMEWHERE");
        assertThat(context.getBeanNamesForType(Expensive.class)).isEmpty();
    }

    @Test
    void clientComesToTheOnlyListenerThereIs() {
        assertThat(client.connection().owner()).isEqualTo("edge");
        assertThat(client.connection().id()).startsWith("edge-");
    }

    @Test
    void clientCanBeThePeerOfAClient() {
        assertThat(client.asPeerOf("hub").connection().owner()).isEqualTo("hub");
    }

    @Test
    void unknownListenerIsNamed() {
        assertThatThrownBy(() -> client.toListener("nowhere").send("HELP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("known=edge");
    }
}
