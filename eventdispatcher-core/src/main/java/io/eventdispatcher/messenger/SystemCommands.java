package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.DispatchHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The commands that every service understands: HELP, ALIVE, READY, STOP, QUITTING, RESTART, LOG_ROTATE, LEAK, INVALID,
 * UNKNOWN and SERVICE_UNAVAILABLE.
 *
 * <p>They stand at {@link DispatchEntry#PRIORITY_SYSTEM}, so that an application's own entry for the same command comes
 * first, as in the C++ library. Differs from it because control commands are only taken from peers that the {@link
 * ControlPolicy} permits; others get {@code INVALID}.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class SystemCommands {

    private static final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(SystemCommands.class));

    private final Dispatcher dispatcher;
    private final ControlPolicy control;
    private final int tag;

    private SystemCommands(Dispatcher dispatcher, ControlPolicy control) {
        this.dispatcher = dispatcher;
        this.control = control;
        this.tag = dispatcher.nextTag();
    }

    /**
     * Adds the commands to a dispatcher whose messages come from a {@link Messenger}.
     *
     * @param dispatcher where to add them
     * @param hooks what the application does about them
     * @param control who may give control commands
     * @return the tag of the entries, for {@link Dispatcher#removeByTag}
     */
    public static int register(Dispatcher dispatcher, SystemHooks hooks, ControlPolicy control) {
        SystemCommands commands = new SystemCommands(dispatcher, control);
        commands.add(Commands.HELP, commands::help);
        commands.add(Commands.ALIVE, SystemCommands::alive);
        commands.add(Commands.READY, exchange -> hooks.ready((ConnectionExchange) exchange));
        commands.add(Commands.SERVICE_UNAVAILABLE, exchange -> hooks.unavailable((ConnectionExchange) exchange));
        commands.add(Commands.INVALID, SystemCommands::refusedByPeer);
        commands.add(Commands.UNKNOWN, SystemCommands::refusedByPeer);
        commands.addControl(Commands.STOP, exchange -> hooks.stop(exchange, false));
        commands.addControl(Commands.QUITTING, exchange -> hooks.stop(exchange, true));
        commands.addControl(Commands.RESTART, hooks::restart);
        commands.addControl(Commands.LOG_ROTATE, hooks::logRotate);
        commands.addControl(Commands.LEAK, hooks::leak);
        return commands.tag;
    }

    private void add(String command, Consumer<Exchange> action) {
        dispatcher.add(DispatchEntry.on(command)
                .priority(DispatchEntry.PRIORITY_SYSTEM)
                .tag(tag)
                .name("system " + command)
                .handler(DispatchHandler.of(action))
                .build());
    }

    private void addControl(String command, Consumer<ConnectionExchange> action) {
        add(command, exchange -> {
            ConnectionExchange from = (ConnectionExchange) exchange;
            if (control.permits(command, from.connection())) {
                action.accept(from);
            } else {
                forbid(from, command);
            }
        });
    }

    private static void forbid(ConnectionExchange exchange, String command) {
        Connection from = exchange.connection();
        log.line(
                Level.WARN,
                from.loop().nanoTime(),
                "{}: {} refused from {} {}; control commands are taken from the same user over a Unix socket, and over"
                        + " loopback when that is switched on",
                from.id(),
                command,
                from.scheme(),
                from.remoteAddress());
        exchange.messenger().events().rejected(from, Rejection.FORBIDDEN, command + " over " + from.scheme());
        exchange.reply(exchange.message()
                .reply(Commands.INVALID)
                .param("command", command)
                .param("message", "not permitted over " + from.scheme() + " from this peer")
                .build());
    }

    /** Any peer may send READY as often as it likes, so the log is limited here as well. */
    static void unheard(ConnectionExchange exchange) {
        Connection from = exchange.connection();
        log.line(
                Level.WARN,
                from.loop().nanoTime(),
                "{}: nobody reacts to {}; implement SystemHooks to do so",
                from.id(),
                exchange.message());
    }

    private void help(Exchange exchange) {
        exchange.reply(exchange.message()
                .reply(Commands.COMMANDS)
                .param("list", String.join(",", dispatcher.commands()))
                .build());
    }

    private static void alive(Exchange exchange) {
        Message request = exchange.message();
        Instant now =
                ((ConnectionExchange) exchange).connection().loop().clock().now();
        MessageBuilder reply = request.reply(Commands.ABSOLUTELY)
                .param("reply_timestamp", String.format(Locale.ROOT, "%d.%09d", now.getEpochSecond(), now.getNano()));
        copy(request, reply, "serial");
        copy(request, reply, "timestamp");
        exchange.reply(reply.build());
    }

    private static void copy(Message request, MessageBuilder reply, String name) {
        String value = request.param(name);
        if (value != null) {
            reply.param(name, value);
        }
    }

    private static void refusedByPeer(Exchange exchange) {
        Connection from = ((ConnectionExchange) exchange).connection();
        Message message = exchange.message();
        String command = message.param("command");
        String reason = message.param("message");
        log.line(
                Level.WARN,
                from.loop().nanoTime(),
                "{}: the peer answered {} to our command {}: {}",
                from.id(),
                message.command(),
                command == null ? "(not named)" : LogText.clip(command),
                reason == null ? "(no reason given)" : LogText.clip(reason));
    }
}
