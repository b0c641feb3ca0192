package io.eventdispatcher.benchmarks.load;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Counts what went wrong, by kind, and remembers the first one in words.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class Mistakes {

    private static final int MAX_SHOWN = 80;

    long wrong;
    long surplus;
    long lost;
    long refused;
    long unanswered;
    private @Nullable String first;

    long total() {
        return wrong + surplus + lost + refused + unanswered;
    }

    /** Empty if nothing went wrong. */
    String first() {
        return first == null ? "" : first;
    }

    /** A reply that is not the expected one. */
    void wrong(byte[] bytes, int from, int to, String expected) {
        wrong++;
        remember("wrong reply: got '" + text(bytes, from, to) + "' instead of '" + expected + "'");
    }

    /** A reply that nothing asked for. */
    void surplus(byte[] bytes, int from, int to) {
        surplus++;
        remember("surplus reply: '" + text(bytes, from, to) + "'");
    }

    /** A connection that ended although the generator did not end it. */
    void lost(String reason) {
        lost++;
        remember("connection lost: " + reason);
    }

    /** A connection that could not be made. */
    void refused(String reason) {
        refused++;
        remember("connection refused: " + reason);
    }

    /** Requests whose replies did not come in time. */
    void unanswered(long count) {
        if (count > 0) {
            unanswered += count;
            remember("no reply: requests=" + count);
        }
    }

    private void remember(String problem) {
        if (first == null) {
            first = problem;
        }
    }

    private static String text(byte[] bytes, int from, int to) {
        int shown = Math.min(to - from, MAX_SHOWN);
        String text = new String(bytes, from, shown, StandardCharsets.ISO_8859_1);
        return text.chars()
                .mapToObj(c -> c < ' ' || c > '~' ? "." : String.valueOf((char) c))
                .collect(java.util.stream.Collectors.joining());
    }
}
