package io.eventdispatcher.backoff;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The duration syntax of the original (spec 6.2): numbers with units that add up; the last one may
 * lack its unit and means seconds then.
 *
 * <p>Threading: immutable.
 */
final class DurationText {

    private static final int MAX_TEXT_LENGTH = 8192;

    /** Possessive and bounded on purpose: no text makes it slow. */
    private static final Pattern PAIR = Pattern.compile(
            "\\s*+([+-]?+)\\s*+([0-9]{1,18}+(?:\\.[0-9]{0,18}+)?+|\\.[0-9]{1,18}+)\\s*+([A-Za-z]*+)\\s*+");

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private DurationText() {}

    /**
     * Returns the entries of a comma separated list in nanoseconds, saturated.
     *
     * @throws IllegalArgumentException naming the entry that is not a duration
     */
    static long[] parseList(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "text of pauses too long: length=" + text.length() + " max=" + MAX_TEXT_LENGTH);
        }
        if (text.isBlank()) {
            return new long[0];
        }
        return Arrays.stream(text.split(",", -1)).mapToLong(DurationText::parse).toArray();
    }

    private static long parse(String entry) {
        Matcher pair = PAIR.matcher(entry);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (end < entry.length() && pair.find(end) && pair.start() == end) {
            BigDecimal nanos =
                    new BigDecimal(pair.group(2)).multiply(BigDecimal.valueOf(unitNanos(pair.group(3), entry)));
            sum = pair.group(1).equals("-") ? sum.subtract(nanos) : sum.add(nanos);
            end = pair.end();
            if (pair.group(3).isEmpty() && end < entry.length()) {
                throw invalid(entry, "a unit was expected at position " + (end + 1));
            }
        }
        if (end == 0 || end < entry.length()) {
            throw invalid(entry, "a number was expected at position " + (end + 1));
        }
        return sum.min(LONGEST).max(LONGEST.negate()).longValue();
    }

    private static long unitNanos(String unit, String entry) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ms", "millisecond", "milliseconds" -> 1_000_000L;
            case "", "s", "sec", "second", "seconds" -> 1_000_000_000L;
            case "m", "min", "minute", "minutes" -> 60_000_000_000L;
            case "h", "hr", "hour", "hours" -> 3_600_000_000_000L;
            case "d", "day", "days" -> 86_400_000_000_000L;
            case "w", "week", "weeks" -> 7 * 86_400_000_000_000L;
            case "month", "months" -> 30 * 86_400_000_000_000L;
            case "y", "yr", "year", "years" -> 365 * 86_400_000_000_000L;
            default -> throw invalid(entry, "unknown unit '" + unit + "'");
        };
    }

    private static IllegalArgumentException invalid(String entry, String reason) {
        return new IllegalArgumentException("not a duration: '" + entry + "' (" + reason
                + "); write for example 60, 1.5s, 2m or '1h 30m'; units: ms s m h d w month y");
    }
}
