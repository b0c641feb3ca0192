package io.eventdispatcher.tools.command;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.tools.cli.TerminalText;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes what the tap of a daemon shows, for people or as JSON.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class TappedLine {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final boolean json;
    private final ZoneId zone;
    private final JsonLine line = new JsonLine(false);

    TappedLine(boolean json, ZoneId zone) {
        this.json = json;
        this.zone = zone;
    }

    /** A message that passed; with line feed. */
    String of(Message tapped) {
        return json ? object(tapped) : words(tapped);
    }

    /** That messages were left out; with line feed. */
    String leftOut(long count) {
        return json
                ? line.start().number("dropped", count).end().toString()
                : "-- " + count + " messages left out: they came faster than they were taken\n";
    }

    private String object(Message tapped) {
        return line.start()
                .field("time", iso(tapped))
                .field("from", value(tapped, "from"))
                .field("to", value(tapped, "to"))
                .field("fate", value(tapped, "fate"))
                .field("text", value(tapped, "text"))
                .end()
                .toString();
    }

    private static String iso(Message tapped) {
        try {
            return tapped.time("time").toString();
        } catch (InvalidMessageException e) {
            return value(tapped, "time");
        }
    }

    /** {@code 12:00:01.250 srv:shop -> service: stock/PRICE item=42}. */
    private String words(Message tapped) {
        String to = value(tapped, "to");
        boolean answer = value(tapped, "fate").equals("answer");
        return TerminalText.safe(clock(tapped) + " " + value(tapped, "from") + " -> "
                        + (answer ? to : value(tapped, "fate")) + ": " + value(tapped, "text"))
                + "\n";
    }

    private String clock(Message tapped) {
        try {
            return CLOCK.format(tapped.time("time").atZone(zone));
        } catch (InvalidMessageException | DateTimeException e) {
            return value(tapped, "time");
        }
    }

    private static String value(Message message, String name) {
        String value = message.param(name);
        return value == null ? "" : value;
    }
}
