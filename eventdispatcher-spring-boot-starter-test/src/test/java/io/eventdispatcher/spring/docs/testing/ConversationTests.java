package io.eventdispatcher.spring.docs.testing;

import static io.eventdispatcher.spring.test.MessageAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.test.MessageHandlerTest;
import io.eventdispatcher.spring.test.MessageTestClient;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@MessageHandlerTest(ConversationTests.Numbers.class)
@Import(ConversationTests.Numbers.class)
class ConversationTests {

    static final AttributeKey<String> TENANT = AttributeKey.named("tenant");

    @Autowired
    MessageTestClient client;

    @Test
    void conversation() {
        // snippet: conversation
        client.send("COUNT to=3");
        List<Message> replies = client.expectReplies(3); // in the order in which they came
        assertThat(replies.get(2)).hasCommand("NUMBER").hasParam("i", 3);

        client.send("COUNT to=0").expectNoReply(); // nothing comes, and the handler is done
        client.within(Duration.ofSeconds(30)).send("COUNT to=1").expectReply(); // instead of 10 s

        Message reply = client.request("HELP");
        assertThat(reply).param("list").contains("COUNT");

        client.finishSending(); // as nc -N does
        client.expectClosed();
        // end
    }

    @Test
    void peers() {
        // snippet: peers
        MessageTestClient other = client.another(); // one more connection
        MessageTestClient alice = client.as(new X500Principal("CN=alice")); // as if it had shown a certificate
        MessageTestClient acme = client.withAttribute(TENANT, "acme"); // an attribute of the connection
        // end
        other.send("WHO").expectReply().isInvalid();
        alice.send("WHO").expectReply().hasCommand("ALICE");
        assertThat(acme.connection().attribute(TENANT)).isEqualTo("acme");
    }

    static class Numbers {

        @MessageHandler("COUNT")
        void count(int to, Connection connection) {
            for (int i = 1; i <= to; i++) {
                connection.send(Message.builder("NUMBER").param("i", i).build());
            }
        }

        @MessageHandler("WHO")
        String who(Principal principal) {
            return principal.getName().substring(3).toUpperCase(Locale.ROOT);
        }
    }
}
