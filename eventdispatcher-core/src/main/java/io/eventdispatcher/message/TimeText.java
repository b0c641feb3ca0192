package io.eventdispatcher.message;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Points in time as {@code seconds[.fraction]} since 1970, at most nine digits after the period.
 *
 * <p>Differs from the C++ library in refusing a fraction of a time before 1970, which that one reads back as another
 * time than it wrote.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class TimeText {
    private static final int FRACTION_DIGITS = 9;

    private TimeText() {}

    /**
     * Writes a time, without trailing zeros.
     *
     * @throws InvalidMessageException if it is before 1970 and not a whole second
     */
    static String format(Instant time) {
        int nanos = time.getNano();
        String seconds = Long.toString(time.getEpochSecond());
        if (nanos == 0) {
            return seconds;
        }
        if (time.getEpochSecond() < 0) {
            throw new InvalidMessageException(
                    "time not valid: " + time + " rule=a time before 1970 must be a whole second");
        }
        String fraction = Integer.toString(1_000_000_000 + nanos).substring(1);
        int length = FRACTION_DIGITS;
        while (fraction.charAt(length - 1) == '0') {
            length--;
        }
        return seconds + "." + fraction.substring(0, length);
    }

    /**
     * Reads a time: white space, sign, digits, {@code .digits} (nine count), {@code s}, white space; all optional but the
     * first digits. The same as {@link Message#time(String)}, for a text that is not a parameter.
     *
     * @param text all of it is the time
     * @return the time
     * @throws NumberFormatException saying what is wrong
     * @since 0.1
     */
    public static Instant parse(String text) {
        String time = text.strip();
        if (time.endsWith("s")) {
            time = time.substring(0, time.length() - 1);
        }
        int period = time.indexOf('.');
        String seconds = period < 0 ? time : time.substring(0, period);
        boolean signed = seconds.startsWith("-") || seconds.startsWith("+");
        requireDigits(signed ? seconds.substring(1) : seconds);
        int nanos = period < 0 ? 0 : nanos(time.substring(period + 1));
        if (nanos != 0 && seconds.startsWith("-")) {
            throw new NumberFormatException("a time before 1970 must be a whole second");
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds), nanos);
        } catch (NumberFormatException | DateTimeException e) {
            throw new NumberFormatException("seconds out of range");
        }
    }

    private static int nanos(String fraction) {
        requireDigits(fraction);
        String digits = fraction.length() > FRACTION_DIGITS ? fraction.substring(0, FRACTION_DIGITS) : fraction;
        int nanos = Integer.parseInt(digits);
        for (int i = digits.length(); i < FRACTION_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static void requireDigits(String text) {
        boolean digits = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new NumberFormatException("not seconds[.fraction]");
        }
    }
}
