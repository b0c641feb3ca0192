package io.eventdispatcher.spring.docs.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import io.eventdispatcher.spring.test.MessageTestPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@MessageHandlerTest(includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = AddressBook.class))
class ReadmeTests {

    static final MessageTestPeer HUB = MessageTestPeer.start()
            .answer("LOOKUP", request -> request.reply("ADDRESS").param("address", request.text("name") + " St. 1"));

    @Autowired
    MessageTestClient client;

    @Autowired
    AddressBook addresses;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        HUB.register(registry, "hub");
    }

    @Test
    void handlerAnswersAndExplains() {
        client.send("ADD a=2;b=3").expectReply().hasCommand("ADD_REPLY").hasParam("sum", 5);
        client.send("ADD a=2;b=x")
                .expectReply()
                .isInvalid("b")
                .hasParam("command", "ADD")
                .hasParam("message", "b: 'x' is not an int");
    }

    @Test
    void clientSendsAndAsks() {
        assertThat(addresses.addressOf("Main"))
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo("Main St. 1");
        HUB.expectMessage().hasCommand("WAKE_UP");
        HUB.expectMessage().hasCommand("LOOKUP");
    }
}
