package io.eventdispatcher.tools.console;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.TerminalText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lines of a file or another program: no prompt, messages to standard output, everything else to standard error.
 *
 * <p>Threading: one thread at a time (confined to its owner); the screen any thread.
 *
 * @since 0.1
 */
public final class Script implements Screen {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Makes the script.
     *
     * @param in where lines come from
     * @param out gets messages
     * @param err gets everything else
     */
    public Script(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Sends all lines, then waits for what comes.
     *
     * @param conversation where they are sent
     * @param lines do what they say
     * @param timeout for the connection, for each line when too much waits, and for the end
     * @param settle ends when nothing has arrived for so long
     * @return one of {@link ExitCode}
     * @throws IOException if the input cannot be read
     * @throws InterruptedException if the thread was interrupted
     */
    public int run(Conversation conversation, TypedLines lines, Duration timeout, Duration settle)
            throws IOException, InterruptedException {
        Conversation.Outcome outcome = conversation.await(timeout);
        if (outcome != Conversation.Outcome.READY) {
            err.println("ed-console: " + why(conversation, timeout));
            return outcome == null
                    ? ExitCode.TIMED_OUT
                    : outcome == Conversation.Outcome.REFUSED ? ExitCode.REFUSED : ExitCode.FAILED;
        }
        boolean good = send(lines, timeout);
        long begin = System.nanoTime();
        while (Math.min(System.nanoTime() - begin, conversation.silence().toNanos()) < settle.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        boolean sent = conversation.finish(timeout);
        if (!sent) {
            String problem = conversation.problem();
            note("not everything was sent: " + conversation.givenUp() + " messages given up"
                    + (problem == null ? "" : ", " + problem));
        }
        if (out.checkError()) {
            return ExitCode.INPUT_OUTPUT;
        }
        return good && sent ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String why(Conversation conversation, Duration timeout) {
        String problem = conversation.problem();
        return problem != null
                ? problem
                : "no connection within " + timeout.toSeconds() + " s: " + conversation.status();
    }

    private boolean send(TypedLines lines, Duration timeout) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        boolean good = true;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            TypedLines.Result result = lines.take(line);
            long begin = System.nanoTime();
            while (result == TypedLines.Result.FULL && System.nanoTime() - begin < timeout.toNanos()) {
                LockSupport.parkNanos(PAUSE_NANOS);
                result = lines.take(line);
            }
            if (result == TypedLines.Result.QUIT) {
                return good;
            }
            if (result == TypedLines.Result.FULL) {
                note("not sent, too much waits already: " + TerminalText.safe(line));
            }
            good &= result == TypedLines.Result.SENT || result == TypedLines.Result.NOTHING;
        }
        return good;
    }

    @Override
    public void message(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    @Override
    public void note(String line) {
        synchronized (err) {
            err.println("ed-console: " + line);
            err.flush();
        }
    }
}
