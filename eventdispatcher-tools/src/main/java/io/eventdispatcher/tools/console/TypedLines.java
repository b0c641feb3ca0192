package io.eventdispatcher.tools.console;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageFormatException;
import io.eventdispatcher.tools.cli.TerminalText;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is typed: messages, and the few words that the console itself understands, which begin with {@code /} as no message does.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class TypedLines {

    /** The words of the console itself. */
    static final Collection<String> WORDS = List.of("/commands", "/connect", "/help", "/quit", "/status");

    private static final String NO_MESSAGE = "not a message";
    private static final String HELP = """
            SERVICE/COMMAND name=value;...   sends a message; Tab completes what HELP told
            /commands [SERVICE]              asks for the commands of the peer or of a service, and shows those known
            /connect                         tries to connect at once
            /status                          how the connection is
            /quit                            ends, as Ctrl-D does""";

    private final Conversation conversation;
    private final Vocabulary vocabulary;
    private final Screen screen;

    /**
     * Takes what lines act upon.
     *
     * @param conversation gets the messages
     * @param vocabulary is shown by {@code /commands}
     * @param screen gets what lines answer
     */
    public TypedLines(Conversation conversation, Vocabulary vocabulary, Screen screen) {
        this.conversation = conversation;
        this.vocabulary = vocabulary;
        this.screen = screen;
    }

    /** What became of a line. */
    public enum Result {
        /** It was sent, or waits for the connection. */
        SENT,
        /** There was nothing to send. */
        NOTHING,
        /** It is no message. */
        WRONG,
        /** It is a message that was not taken, because too much waits already. */
        FULL,
        /** It says that this is the end. */
        QUIT
    }

    /**
     * Does what a line says.
     *
     * @param line without line feed
     * @return what became of it
     */
    public Result take(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Result.NOTHING;
        }
        return text.startsWith("/") ? word(text) : message(text);
    }

    private Result message(String text) {
        Message message;
        try {
            message = Message.parse(text);
            if (!message.hasValidTarget()) {
                throw new InvalidMessageException(
                        "command and destination must be names: letters, digits, underscores");
            }
        } catch (InvalidMessageException | MessageFormatException e) {
            return wrong(e.getMessage());
        }
        return conversation.send(message).accepted() ? Result.SENT : Result.FULL;
    }

    private Result wrong(@Nullable String why) {
        String text = String.valueOf(why);
        screen.note(TerminalText.safe(text.startsWith(NO_MESSAGE) ? text : NO_MESSAGE + ": " + text));
        return Result.WRONG;
    }

    private Result word(String text) {
        String[] words = text.split("\\s+", 2);
        switch (words[0]) {
            case "/quit" -> {
                return Result.QUIT;
            }
            case "/connect" -> conversation.connectNow();
            case "/status" -> screen.note(conversation.status());
            case "/help" -> HELP.lines().forEach(screen::note);
            case "/commands" -> commands(words.length > 1 ? words[1] : "");
            default -> {
                screen.note("no such word: " + TerminalText.safe(words[0]) + "; /help lists them");
                return Result.WRONG;
            }
        }
        return Result.NOTHING;
    }

    private void commands(String service) {
        try {
            Message help = Message.of("HELP");
            conversation.ask(
                    service.isEmpty()
                            ? help
                            : Message.builder("HELP").to("", service).build());
        } catch (InvalidMessageException e) {
            wrong(e.getMessage());
            return;
        }
        String known = String.join(" ", vocabulary.commands(service));
        screen.note(known.isEmpty() ? "none known yet; asked" : known);
        if (service.isEmpty() && !vocabulary.services().isEmpty()) {
            screen.note("services: " + String.join(" ", vocabulary.services()));
        }
    }
}
