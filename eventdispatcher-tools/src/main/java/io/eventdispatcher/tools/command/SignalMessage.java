package io.eventdispatcher.tools.command;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.ToolException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the message that {@code ed-signal} sends.
 *
 * <p>Threading: immutable.
 */
final class SignalMessage {

    /** The service that the sender of signals calls itself, as in the original. */
    static final String SENDER = "ed_signal";

    /** What the original's decoder unescapes a second time when it reads JSON. */
    private static final Pattern UNESCAPED_TWICE = Pattern.compile("\\\\[\\\\nr\"]");

    private SignalMessage() {}

    /** Parameter that carries the secret of datagrams, in the clear, as in the original. */
    static final String SECRET_CODE = "secret_code";

    static Message build(SignalSettings settings, boolean datagram, String ownServer, PrintStream err)
            throws ToolException {
        String text = text(settings);
        int slash = text.lastIndexOf('/');
        String target = slash < 0 ? "" : text.substring(0, slash);
        int colon = slash < 0 ? text.indexOf(':') : target.indexOf(':');
        String server = colon < 0 ? "" : text.substring(0, colon);
        String service = slash < 0 ? "" : target.substring(colon + 1);
        String command = text.substring(Math.max(slash, colon) + 1);
        if (command.isEmpty()) {
            throw failed("the message has no command: '" + text + "'");
        }
        server = one("server", server, settings.first(SignalTarget::server), text);
        service = one("service", service, settings.first(options -> options.service), text);
        if (service.isEmpty() && !server.isEmpty()) {
            // as the original, whose peers would not find a server without service in the text either
            err.println("ed-signal: server '" + server + "' is left out: a destination needs a service, too");
            server = "";
        }
        try {
            MessageBuilder builder =
                    Message.builder(command).from(ownServer, SENDER).to(new MessageAddress(server, service));
            List<String> params = settings.first(options -> options.params);
            for (String param : params == null ? List.<String>of() : params) {
                int equals = param.indexOf('=');
                builder.param(
                        equals < 0 ? param : param.substring(0, equals), equals < 0 ? "" : param.substring(equals + 1));
            }
            String secret = settings.first(options -> options.secretCode, "");
            if (!secret.isEmpty() && !datagram) {
                err.println("ed-signal: --secret-code is for datagrams only and not sent");
            } else if (!secret.isEmpty()) {
                builder.param(SECRET_CODE, secret);
            }
            return builder.build();
        } catch (InvalidMessageException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private static String text(SignalSettings settings) throws ToolException {
        String option = settings.first(options -> options.message);
        String free = settings.first(options -> options.freeMessage);
        if (option != null && free != null) {
            throw failed("two messages: --message " + option + " and " + free);
        }
        String text = option != null ? option : free;
        if (text == null || text.isEmpty()) {
            throw failed("there is no message to send; --message COMMAND is needed");
        }
        return text;
    }

    private static String one(String part, String inMessage, @Nullable String option, String text)
            throws ToolException {
        if (option == null || option.isEmpty()) {
            return inMessage;
        }
        if (!inMessage.isEmpty()) {
            throw failed("the " + part + " is given twice: --message " + text + " and --" + part + " " + option);
        }
        return option;
    }

    /** The JSON form such that old and new peers read the same values. */
    static ByteSource json(Message message) {
        Map<String, String> parameters = message.parameters();
        boolean twice = parameters.values().stream()
                .anyMatch(value -> UNESCAPED_TWICE.matcher(value).find());
        if (!twice) {
            return ByteSource.utf8(message.toJson());
        }
        MessageBuilder builder = message.toBuilder();
        parameters.forEach((name, value) -> builder.param(name, value.replace("\\", "\\\\")));
        return ByteSource.utf8(
                "{\"escaped\":\"twice\"," + builder.build().toJson().substring(1));
    }

    private static ToolException failed(String why) {
        return new ToolException(ExitCode.FAILED, why);
    }
}
