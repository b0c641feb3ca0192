package io.eventdispatcher.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.server.Listener;
import io.eventdispatcher.testing.ManualClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendInterceptorTests {

    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), new ManualClock());
    private final List<String> received = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void seesWhatIsSentAndWhatIsAskedOnceEachAndMayReplaceIt() throws IOException {
        MessageClient client = client(SendInterceptor.of(List.of(new Marking("a"), new Marking("b"))));
        assertThat(client.send(Message.of("NEWS")).accepted()).isTrue();
        CompletableFuture<Message> answer = client.request(Message.of("ASK"));
        settle();
        assertThat(received).containsExactly("NEWS a=1;b=1", "ASK a=1;b=1");
        assertThat(answer)
                .isCompletedWithValueMatching(message -> message.command().equals("ASK_REPLY"));
        assertThat(seen).containsExactly("a send NEWS", "b send NEWS", "a request ASK", "b request ASK");
    }

    @Test
    void cancellingTheFutureGivesTheRequestUp() throws IOException {
        MessageClient client = client(SendInterceptor.of(List.of(new Marking("a"), new Marking("b"))));
        CompletableFuture<Message> answer = client.request(Message.of("SILENT"));
        assertThat(client.pendingRequests()).isEqualTo(1);
        answer.cancel(false);
        assertThat(client.pendingRequests()).isZero();
    }

    @Test
    void mayKeepAMessageBack() throws IOException {
        MessageClient client = client(new SendInterceptor() {
            @Override
            public CompletableFuture<Message> request(
                    MessageClient asking, Message request, Function<Message, CompletableFuture<Message>> next) {
                return CompletableFuture.completedFuture(Message.of("CACHED"));
            }
        });
        assertThat(client.request(Message.of("ASK")))
                .isCompletedWithValueMatching(m -> m.command().equals("CACHED"));
        settle();
        assertThat(received).isEmpty();
    }

    private MessageClient client(SendInterceptor interceptor) throws IOException {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.on("ASK", x -> {
            received.add(withoutIds(x.message()));
            x.reply("ASK_REPLY");
        });
        dispatcher.on("*", x -> received.add(withoutIds(x.message())));
        Endpoint endpoint = Endpoint.parse("local:send-interceptor-" + System.identityHashCode(this));
        Messenger messenger = Messenger.builder(dispatcher).build();
        Listener.on(endpoint, loop, messenger::newHandler).start();
        MessageClient client = MessageClient.of(
                        "hub",
                        PermanentClient.to(endpoint, loop).resolver(Runnable::run),
                        loop,
                        Messenger.builder(new Dispatcher()).build())
                .interceptor(interceptor)
                .build();
        client.start();
        settle();
        return client;
    }

    private static String withoutIds(Message message) {
        return message.command() + " a=" + message.param("a") + ";b=" + message.param("b");
    }

    private void settle() {
        int quiet = 0;
        for (int turn = 0; turn < 10_000 && quiet < 3; turn++) {
            quiet = loop.runOnce(0) ? 0 : quiet + 1;
        }
    }

    private final class Marking implements SendInterceptor {

        private final String name;

        Marking(String name) {
            this.name = name;
        }

        @Override
        public Delivery send(MessageClient client, Message message, Function<Message, Delivery> next) {
            seen.add(name + " send " + message.command());
            return next.apply(mark(message));
        }

        @Override
        public CompletableFuture<Message> request(
                MessageClient client, Message request, Function<Message, CompletableFuture<Message>> next) {
            seen.add(name + " request " + request.command());
            return next.apply(mark(request));
        }

        private Message mark(Message message) {
            return message.toBuilder().param(name, "1").build();
        }
    }
}
