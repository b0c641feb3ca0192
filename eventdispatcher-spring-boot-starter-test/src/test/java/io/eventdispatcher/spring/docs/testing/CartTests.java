package io.eventdispatcher.spring.docs.testing;

import static org.mockito.BDDMockito.given;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

// snippet: slice
@MessageHandlerTest(Cart.class)
class CartTests {

    @Autowired
    MessageTestClient client;

    @MockitoBean
    PriceList prices;

    @Test
    void addsUp() {
        given(prices.centsOf("A1")).willReturn(999);
        client.send("ADD_ITEM sku=A1;count=2")
                .expectReply()
                .hasCommand("TOTAL")
                .hasParam("cents", 1998)
                .within(Duration.ofSeconds(1));
    }

    @Test
    void explainsWhatIsWrong() {
        client.send("ADD_ITEM sku=A1;count=x").expectReply().isInvalid("count");
        client.send("NOPE").expectReply().isUnknown();
    }
}
// end
