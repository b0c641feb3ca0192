package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuspendingHandlerTests {

    private final HandlerTestContext context = HandlerTestContext.of(SuspendingHandlers.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void nullableArgumentsAreOptional() {
        assertThat(context.send("ABSENT")).containsExactly("ABSENT_REPLY name=nobody");
        assertThat(context.send("ABSENT name=a")).containsExactly("ABSENT_REPLY name=a");
        assertThat(context.send("PRESENT")).containsExactly("INVALID command=PRESENT;message=name: missing");
    }

    @Test
    void nothingIsSentForUnit() {
        assertThat(context.registry().handlers()).hasSize(4);
        List<String> replies = context.sendAsync("NOTHING");
        await().until(() -> context.registry().handlers().stream()
                .anyMatch(handler -> handler.statistics().succeeded() == 1));
        assertThat(replies).isEmpty();
    }
}
