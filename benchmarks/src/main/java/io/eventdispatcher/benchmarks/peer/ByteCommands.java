package io.eventdispatcher.benchmarks.peer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the measured servers in a table that is searched with bytes.
 *
 * <p>Threading: immutable.
 */
final class ByteCommands {

    private static final int COUNTING_COMMANDS = 19;
    private static final int SLOTS = 64;
    private static final byte[] SERIAL = ascii("serial");
    private static final byte[] PONG = ascii("PONG serial=");
    private static final byte[] UNKNOWN = ascii("UNKNOWN command=");
    private static final byte[] INVALID = ascii("INVALID message=no command, or a parameter has no name or no value");
    private static final byte[] NO_SERIAL = ascii("INVALID command=PING;message=serial is missing");

    private final @Nullable Entry[] table = new @Nullable Entry[SLOTS];

    ByteCommands() {
        add("PING", ByteCommands::pong);
        for (int i = 0; i < COUNTING_COMMANDS; i++) {
            byte[] reply = ascii("C" + i + "_REPLY count=");
            add("C" + i, (request, out) -> {
                out.write(reply);
                out.write(request.count());
            });
        }
    }

    private interface Handler {
        void answer(ByteRequest request, ReplyBuffer out);
    }

    private record Entry(byte[] command, int hash, Handler handler) {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void add(String name, Handler handler) {
        byte[] command = ascii(name);
        int hash = ByteRequest.hash(command);
        int slot = slot(hash);
        while (table[slot] != null) {
            slot = slot + 1 & SLOTS - 1;
        }
        table[slot] = new Entry(command, hash, handler);
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 6) & SLOTS - 1;
    }

    /**
     * Writes the reply to a request, with its line feed.
     *
     * @param request valid or not
     * @param out grows as needed
     */
    void answer(ByteRequest request, ReplyBuffer out) {
        if (!request.isValid()) {
            out.write(INVALID);
        } else {
            Handler handler = find(request);
            if (handler == null) {
                out.write(UNKNOWN);
                request.writeCommand(out);
            } else {
                handler.answer(request, out);
            }
        }
        out.endLine();
    }

    private @Nullable Handler find(ByteRequest request) {
        int slot = slot(request.commandHash());
        Entry entry = table[slot];
        while (entry != null) {
            if (entry.hash == request.commandHash() && request.commandEquals(entry.command)) {
                return entry.handler;
            }
            slot = slot + 1 & SLOTS - 1;
            entry = table[slot];
        }
        return null;
    }

    private static void pong(ByteRequest request, ReplyBuffer out) {
        int serial = request.find(SERIAL);
        if (serial < 0) {
            out.write(NO_SERIAL);
        } else {
            out.write(PONG);
            request.writeValue(serial, out);
        }
    }
}
