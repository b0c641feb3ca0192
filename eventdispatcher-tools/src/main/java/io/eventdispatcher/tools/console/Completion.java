package io.eventdispatcher.tools.console;

import io.eventdispatcher.message.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes the first word of a line: words of the console, commands of the peer, {@code SERVICE/} and behind it the commands of
 * that service, which is asked for them when they are wanted for the first time.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class Completion implements Completer {

    private final Vocabulary vocabulary;
    private final Conversation conversation;
    private final Set<String> asked = new HashSet<>();

    /**
     * Makes the completion.
     *
     * @param vocabulary what is known
     * @param conversation asks services
     */
    public Completion(Vocabulary vocabulary, Conversation conversation) {
        this.vocabulary = vocabulary;
        this.conversation = conversation;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() != 0) {
            return;
        }
        String word = line.word().substring(0, line.wordCursor());
        int slash = word.indexOf('/');
        if (word.startsWith("/")) {
            TypedLines.WORDS.forEach(each -> candidates.add(candidate(each, true)));
        } else if (slash > 0) {
            String service = word.substring(0, slash);
            learn(service);
            vocabulary.commands(service).forEach(each -> candidates.add(candidate(service + "/" + each, true)));
        } else {
            vocabulary.commands("").forEach(each -> candidates.add(candidate(each, true)));
            vocabulary.services().forEach(each -> candidates.add(candidate(each + "/", false)));
        }
    }

    private void learn(String service) {
        if (vocabulary.services().contains(service)
                && vocabulary.commands(service).isEmpty()
                && asked.add(service)) {
            conversation.ask(Message.builder("HELP").to("", service).build());
        }
    }

    private static Candidate candidate(String text, boolean complete) {
        return new Candidate(text, text, null, null, null, null, complete);
    }
}
