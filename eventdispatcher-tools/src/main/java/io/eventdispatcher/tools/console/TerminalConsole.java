package io.eventdispatcher.tools.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Lines typed at a terminal, with history and completion; what arrives meanwhile is written above the line being typed.
 *
 * <p>Threading: one thread at a time (confined to its owner); the screen any thread.
 *
 * @since 0.1
 */
public final class TerminalConsole implements Screen {

    /** Lines with such words are not kept: somebody else may read the file one day. */
    private static final String NOT_KEPT = "*password*:*PASSWORD*:*secret*:*token*";

    private static final int KEPT_LINES = 1_000;
    private static final String PROMPT = "> ";

    private final Terminal terminal;
    private final LineReader reader;
    private @Nullable Completion completion;

    /**
     * Makes the console.
     *
     * @param terminal where lines are typed; closed by its owner
     * @param history file of the lines typed before; null = none is kept
     * @throws IOException if the file cannot be made
     */
    public TerminalConsole(Terminal terminal, @Nullable Path history) throws IOException {
        this.terminal = terminal;
        DefaultParser words = new DefaultParser(); // of messages, not of a shell
        words.setQuoteChars(new char[0]);
        words.setEscapeChars(new char[0]);
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("ed-console")
                .parser(words)
                .completer((lineReader, line, candidates) -> {
                    Completion known = completion;
                    if (known != null) {
                        known.complete(lineReader, line, candidates);
                    }
                })
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.HISTORY_IGNORE_SPACE, true)
                .option(Option.AUTO_FRESH_LINE, true)
                .variable(LineReader.HISTORY_IGNORE, NOT_KEPT)
                .variable(LineReader.HISTORY_FILE_SIZE, KEPT_LINES);
        if (history != null) {
            prepare(history);
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        reader = builder.build();
    }

    /** For this user only, where there are users. */
    private static void prepare(Path history) throws IOException {
        Path folder = history.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!Files.exists(history)) {
            boolean posix =
                    history.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(
                        history, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(history);
            }
        }
    }

    /**
     * Reads and does lines until the end.
     *
     * @param lines do what they say
     * @param known completes them
     */
    public void run(Function<String, TypedLines.Result> lines, Completion known) {
        completion = known;
        while (true) {
            try {
                TypedLines.Result result = lines.apply(reader.readLine(PROMPT));
                if (result == TypedLines.Result.QUIT) {
                    return;
                }
                if (result == TypedLines.Result.FULL) {
                    note("not sent: too much waits already, /status tells why");
                }
            } catch (UserInterruptException discarded) {
                continue; // Ctrl-C throws the line away
            } catch (EndOfFileException end) {
                return;
            }
        }
    }

    @Override
    public void message(String line) {
        print(line);
    }

    @Override
    public void note(String line) {
        print("-- " + line);
    }

    private void print(String line) {
        if (reader.isReading()) {
            reader.printAbove(line);
        } else {
            terminal.writer().println(line);
            terminal.flush();
        }
    }
}
