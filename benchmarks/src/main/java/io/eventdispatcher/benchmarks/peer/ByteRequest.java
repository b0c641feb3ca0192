package io.eventdispatcher.benchmarks.peer;

import java.util.Arrays;

/**
 * One parsed line as an expert keeps it: its bytes, and where command, names and values are in them. No String is made.
 *
 * <p>Threading: immutable.
 */
final class ByteRequest {

    private static final int MAX_PARAMETERS = 128;
    private static final int[] NONE = {};

    private final byte[] line;
    private final int commandLength;
    private final int commandHash;
    /** For each parameter: start of its name, its equals sign, end of its value. */
    private final int[] bounds;

    private final int count;

    private ByteRequest(byte[] line, int commandLength, int commandHash, int[] bounds, int count) {
        this.line = line;
        this.commandLength = commandLength;
        this.commandHash = commandHash;
        this.bounds = bounds;
        this.count = count;
    }

    /**
     * Parses a line.
     *
     * @param line its bytes without line feed, not changed any more
     * @return command and parameters; {@link #isValid} tells whether it is a request at all
     */
    static ByteRequest parse(byte[] line) {
        int hash = 0;
        int i = 0;
        while (i < line.length && line[i] != ' ') {
            hash = 31 * hash + line[i++];
        }
        int commandLength = i++;
        int[] bounds = i < line.length ? new int[6] : NONE;
        int used = 0;
        while (i < line.length) {
            int start = i;
            while (i < line.length && line[i] != '=' && line[i] != ';') {
                i++;
            }
            if (i == start || i == line.length || line[i] == ';' || used == 3 * MAX_PARAMETERS) {
                return new ByteRequest(line, commandLength, hash, NONE, -1);
            }
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, 4 * used);
            }
            bounds[used] = start;
            bounds[used + 1] = i++;
            while (i < line.length && line[i] != ';') {
                i++;
            }
            bounds[used + 2] = i++;
            used += 3;
        }
        return new ByteRequest(line, commandLength, hash, bounds, used / 3);
    }

    /** The hash by which {@link ByteCommands} finds the command, of ASCII text. */
    static int hash(byte[] command) {
        int hash = 0;
        for (byte b : command) {
            hash = 31 * hash + b;
        }
        return hash;
    }

    boolean isValid() {
        return commandLength > 0 && count >= 0;
    }

    int count() {
        return count;
    }

    int commandHash() {
        return commandHash;
    }

    boolean commandEquals(byte[] command) {
        return Arrays.equals(line, 0, commandLength, command, 0, command.length);
    }

    void writeCommand(ReplyBuffer out) {
        out.write(line, 0, commandLength);
    }

    /** Returns the number of a parameter by which its value is written; -1 when it is not there. */
    int find(byte[] name) {
        for (int i = 3 * count - 3; i >= 0; i -= 3) {
            if (Arrays.equals(line, bounds[i], bounds[i + 1], name, 0, name.length)) {
                return i / 3;
            }
        }
        return -1;
    }

    void writeValue(int parameter, ReplyBuffer out) {
        int start = bounds[3 * parameter + 1] + 1;
        out.write(line, start, bounds[3 * parameter + 2] - start);
    }
}
