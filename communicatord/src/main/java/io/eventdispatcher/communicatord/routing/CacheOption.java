package io.eventdispatcher.communicatord.routing;

import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a sender wants to happen when the service is not there: the parameters {@code cache} and {@code transmission_report}.
 *
 * <p>The value of {@code cache} is a list of {@code name} or {@code name=value}, separated by semicolons: {@code no}, {@code
 * reply} (only together with {@code no}), {@code ttl=10..86400} seconds or a duration such as {@code 2m}. Unknown names and
 * a {@code ttl} out of range are ignored, as in the original; unlike there, {@code no=false} means that it is not set.
 *
 * <p>Threading: immutable.
 *
 * @param keep whether the message may wait
 * @param answer whether the sender wants {@code SERVICE_UNAVAILABLE}
 * @param ttl how long it may wait; null = as long as usual
 * @param report whether the sender wants {@code TRANSMISSION_REPORT} when it is not delivered
 * @since 0.1
 */
public record CacheOption(
        boolean keep, boolean answer, @Nullable Duration ttl, boolean report) {

    private static final String CACHE = "cache";
    private static final String REPORT = "transmission_report";
    private static final CacheOption USUAL = new CacheOption(true, false, null, false);
    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofDays(1);
    private static final Pattern PART = Pattern.compile("\\s*+([0-9]{1,9}+(?:\\.[0-9]{0,9}+)?+)\\s*+([a-z]*+)\\s*+");

    /**
     * Reads the wishes of a message.
     *
     * @param message any message
     * @return what it wants; keep it without a word when it says nothing
     */
    public static CacheOption of(Message message) {
        boolean report = message.has(REPORT) && "failure".equals(message.param(REPORT));
        String text = message.has(CACHE) ? message.param(CACHE) : null;
        if (text == null) {
            return report ? new CacheOption(true, false, null, true) : USUAL;
        }
        boolean no = false;
        boolean reply = false;
        Duration ttl = null;
        for (String token : text.split(";", -1)) {
            int equals = token.indexOf('=');
            String name = (equals < 0 ? token : token.substring(0, equals)).strip();
            String value = equals < 0 ? "" : token.substring(equals + 1).strip();
            switch (name) {
                case "no" -> no = !value.equals("false");
                case "reply" -> reply = !value.equals("false");
                case "ttl" -> ttl = ttl(value);
                default -> {}
            }
        }
        return new CacheOption(!no, no && reply, ttl, report);
    }

    private static @Nullable Duration ttl(String text) {
        Duration ttl = parse(text);
        return ttl == null || ttl.compareTo(LEAST) < 0 || ttl.compareTo(MOST) > 0 ? null : ttl;
    }

    private static @Nullable Duration parse(String text) {
        Matcher part = PART.matcher(text);
        double seconds = 0;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            long unit = unitSeconds(part.group(2));
            if (unit == 0) {
                return null;
            }
            seconds += Double.parseDouble(part.group(1)) * unit;
            end = part.end();
        }
        return end == 0 || end < text.length() ? null : Duration.ofSeconds((long) Math.ceil(seconds));
    }

    private static long unitSeconds(String unit) {
        return switch (unit) {
            case "", "s", "sec", "second", "seconds" -> 1;
            case "m", "min", "minute", "minutes" -> 60;
            case "h", "hr", "hour", "hours" -> 3_600;
            case "d", "day", "days" -> 86_400;
            case "w", "week", "weeks" -> 604_800;
            case "y", "yr", "year", "years" -> 31_536_000;
            default -> 0;
        };
    }
}
