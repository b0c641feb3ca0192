package io.eventdispatcher.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Writes the requests of a mix: 20 commands ({@code PING}, {@code C0} to {@code C18}), 0 to 12 parameters, 16 bytes to 16
 * KiB (sizes spread evenly over their logarithm; a message without parameters is shorter), some unknown or invalid.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class MixScript {

    static final int LENGTH = 2_000;
    static final int MAX_REQUEST_BYTES = 16 * 1024;
    private static final int MIN_REQUEST_BYTES = 16;
    private static final int COMMANDS = 19;
    private static final int MAX_PARAMETERS = 12;

    private final SplittableRandom random;
    private final double badPercent;

    private MixScript(long seed, double badPercent) {
        this.random = new SplittableRandom(seed);
        this.badPercent = badPercent;
    }

    /**
     * Writes a script; the same arguments give the same script.
     *
     * @param badPercent 0 to 100: how many are unknown or invalid, half of them each
     */
    static MixEntry[] write(long seed, double badPercent) {
        MixScript script = new MixScript(seed, badPercent);
        MixEntry[] entries = new MixEntry[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            entries[i] = script.next();
        }
        return entries;
    }

    private MixEntry next() {
        int command = random.nextInt(COMMANDS + 1);
        int parameters = random.nextInt(MAX_PARAMETERS + 1);
        if (random.nextDouble() * 100 < badPercent) {
            return random.nextBoolean() ? unknown("X" + command, parameters) : invalid("C" + command);
        }
        return command == COMMANDS ? ping(parameters) : counted("C" + command, parameters);
    }

    private MixEntry ping(int parameters) {
        String head = "PING serial=00000000";
        String tail = parameters < 2 ? "" : ";" + parameters(parameters - 1, size() - head.length());
        return entry(head + tail, "PING serial=".length(), "PONG serial=", false);
    }

    private MixEntry counted(String command, int parameters) {
        return entry(withParameters(command, parameters), -1, command + "_REPLY count=" + parameters, false);
    }

    private MixEntry unknown(String command, int parameters) {
        return entry(withParameters(command, parameters), -1, "UNKNOWN command=" + command, false);
    }

    /** A parameter without a value is no message in this protocol. */
    private MixEntry invalid(String command) {
        return entry(command + " broken" + letters(random.nextInt(40)), -1, "INVALID", true);
    }

    private String withParameters(String command, int parameters) {
        return parameters == 0 ? command : command + " " + parameters(parameters, size() - command.length() - 1);
    }

    private int size() {
        double octaves = Math.log((double) MAX_REQUEST_BYTES / MIN_REQUEST_BYTES);
        return (int) (MIN_REQUEST_BYTES * Math.exp(random.nextDouble() * octaves));
    }

    /** Writes so many parameters, of about so many bytes together. */
    private String parameters(int count, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ";").append('p').append(i).append('=');
            int share = (bytes - 1 - text.length()) / (count - i) - (i == count - 1 ? 0 : 4);
            text.append(letters(Math.max(0, share)));
        }
        return text.toString();
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static MixEntry entry(String request, int serialAt, String reply, boolean open) {
        return new MixEntry(
                (request + "\n").getBytes(StandardCharsets.US_ASCII),
                serialAt,
                reply.getBytes(StandardCharsets.US_ASCII),
                open);
    }
}
