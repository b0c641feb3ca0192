package io.eventdispatcher.spring.test.shop;

import static io.eventdispatcher.spring.test.MessageAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.ListenerState;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.test.LocalListenerPorts;
import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@MessageHandlerTest(Billing.class)
class BillingSliceTests {

    @Autowired
    MessageTestClient client;

    @Autowired
    ApplicationContext context;

    @MockitoBean
    Stock stock;

    @BeforeEach
    void prices() {
        given(stock.priceOf("A1")).willReturn(999);
    }

    @Test
    void handlerAnswersWithItsReply() {
        client.send("ADD_ITEM sku=A1;count=2")
                .expectReply()
                .hasCommand("TOTAL")
                .hasParam("cents", 1998)
                .within(Duration.ofSeconds(5));
    }

    @Test
    void badValueIsRefusedByNameAlsoByAConverterOfTheApplication() {
        client.send("ADD_ITEM sku=A1;count=x").expectReply().isInvalid("count");
        client.send("ADD_ITEM sku=a;count=1").expectReply().isInvalid("sku");
        client.send("ADD_ITEM sku=A1").expectReply().isInvalid("count");
    }

    @Test
    void unknownCommandBrokenLineAndFailureAreTold() {
        client.send("NOPE").expectReply().isUnknown("NOPE");
        client.send("ADD_ITEM =1").expectReply().isInvalid();
        client.send("FAIL").expectReply().isError("FAIL").hasParam("id");
    }

    @Test
    void severalRepliesComeInOrder() {
        client.send("COUNT to=3");
        assertThat(client.expectReplies(3))
                .extracting(each -> each.integer("i"))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void messageCanBeSentAndReplyLookedAt() {
        Message reply = client.request(
                Message.builder("ADD_ITEM").param("sku", "A1").param("count", 1).build());
        assertThat(reply).hasCommand("TOTAL").hasOnlyParams(Map.of("cents", 999));
    }

    @Test
    void severalClientsHaveConnectionsOfTheirOwn() {
        MessageTestClient other = client.another();
        client.send("COUNT to=1");
        other.send("COUNT to=2");
        assertThat(client.expectReplies(1)).hasSize(1);
        assertThat(other.expectReplies(2)).hasSize(2);
        client.expectNoReply();
        assertThat(other.connection()).isNotSameAs(client.connection());
    }

    @Test
    void noReplyIsExpectedAsLongAsTheHandlerWorks() {
        client.send("NOTE").expectNoReply();
        assertThatThrownBy(() -> client.send("LATER").expectNoReply())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting no message but received:")
                .hasMessageContaining("<NOW>")
                .hasMessageContaining("> LATER");
    }

    @Test
    void missingReplyFailsAndShowsWhatWasReceived() {
        client.send("COUNT to=1").expectReply();
        assertThatThrownBy(
                        () -> client.within(Duration.ofMillis(50)).send("NOTE").expectReply())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting a message within 50 ms but none came")
                .hasMessageContaining("> COUNT to=1\n  < NUMBER i=1\n  > NOTE");
    }

    @Test
    void tooFewRepliesFail() {
        assertThatThrownBy(() ->
                        client.within(Duration.ofSeconds(2)).send("COUNT to=2").expectReplies(3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expecting 3 messages, each within 2 s but only 2 came")
                .hasMessageContaining("< NUMBER i=2");
    }

    @Test
    void lateReplyFails() {
        assertThatThrownBy(() -> client.send("LATER").expectReply().within(Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("<NOW>")
                .hasMessageContaining("but it came after");
    }

    @Test
    void halfCloseIsAnsweredAndThenClosed() {
        client.send("ADD_ITEM sku=A1;count=1").finishSending();
        client.expectReply().hasCommand("TOTAL");
        client.expectClosed();
        assertThatThrownBy(() -> client.expectReply())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The application has closed the connection.");
    }

    @Test
    void closedClientGoesOnWithANewConnection() {
        client.send("COUNT to=2").expectReply();
        client.close();
        client.send("HELP").expectReply().hasCommand("COMMANDS");
    }

    @Test
    void clientCanProveWhoItIs() {
        client.send("WHO").expectReply().isInvalid();
        client.as(new X500Principal("CN=alice")).send("WHO").expectReply().hasParam("name", "CN=alice");
    }

    @Test
    void attributesAreThereBeforeTheFirstMessage() {
        AttributeKey<String> tenant = AttributeKey.named("tenant");
        MessageTestClient known = client.withAttribute(tenant, "acme");
        assertThat(known.connection().attribute(tenant)).isEqualTo("acme");
    }

    @Test
    void onlyTheNamedHandlersAndWhatTakesPartInEveryCallAreThere() {
        client.send("HOURS").expectReply().isUnknown();
        assertThat(context.getBeanNamesForType(SkuConverter.class)).hasSize(1);
        assertThat(context.getBeanNamesForType(Audit.class)).hasSize(1);
        assertThat(context.getBeanNamesForType(Warehouse.class)).isEmpty();
        assertThat(context.getBeanNamesForType(Expensive.class)).isEmpty();
    }

    @Test
    void nothingListens() {
        ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
        assertThat(listeners.all())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.state()).isEqualTo(ListenerState.STOPPED));
        LocalListenerPorts ports = context.getBean(LocalListenerPorts.class);
        assertThatThrownBy(ports::port).hasMessage("no listener with a port is open");
        assertThatThrownBy(() -> ports.port("main")).hasMessageContaining("is not open: state=STOPPED");
    }

    @Nested
    class InANestedClass {

        @Test
        void clientOfTheOuterClassWorks() {
            client.send("ADD_ITEM sku=A1;count=3").expectReply().hasParam("cents", 2997);
        }
    }

    @Test
    void firstTestThatLeavesRepliesBehind() {
        leavesRepliesBehind();
    }

    @Test
    void secondTestThatLeavesRepliesBehind() {
        leavesRepliesBehind();
    }

    private void leavesRepliesBehind() {
        client.send("COUNT to=2").expectReply().hasParam("i", 1);
    }

    @Test
    void assertionsOfListsWork() {
        client.send("COUNT to=2");
        List<Message> replies = client.expectReplies(2);
        assertThat(replies).allSatisfy(each -> assertThat(each).hasCommand("NUMBER"));
    }
}
