package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.connection.FlowLimits;
import io.eventdispatcher.connection.Timeouts;
import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.Limits;
import io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties.WriteBuffer;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Makes options of connections of limits, naming the key of each limit that cannot be used.
 *
 * <p>Threading: immutable.
 *
 * @param prefix of the keys
 * @param limits the values
 */
record LimitsReader(String prefix, Limits limits) {

    /** Options of the connections of a listener. */
    ConnectionOptions forListener() {
        return options(new Timeouts(
                notNegative("first-message-timeout", limits.firstMessageTimeout()),
                notNegative("message-timeout", limits.messageTimeout()),
                notNegative("idle-timeout", limits.idleTimeout()),
                notNegative("progress-timeout", limits.progressTimeout())));
    }

    /** Options of the connections of a client, whose peer may stay silent. */
    ConnectionOptions forClient() {
        return options(new Timeouts(
                Duration.ZERO,
                notNegative("message-timeout", limits.messageTimeout()),
                Duration.ZERO,
                notNegative("progress-timeout", limits.progressTimeout())));
    }

    int maxConnections() {
        return PropertyChecks.atLeast(prefix + ".max-connections", limits.maxConnections(), 1);
    }

    private ConnectionOptions options(Timeouts timeouts) {
        int maxLine = PropertyChecks.bytes(prefix + ".max-message-size", limits.maxMessageSize(), 1);
        return new ConnectionOptions(
                lines(maxLine), flow(limits.writeBuffer()), timeouts, ConnectionOptions.DEFAULT_PRIORITY);
    }

    private Framing lines(int maxLine) {
        try {
            return Framing.lines(maxLine);
        } catch (IllegalArgumentException e) {
            throw PropertyChecks.unusable(
                    prefix + ".max-message-size", limits.maxMessageSize().toString(), e, "write for example 64KB");
        }
    }

    private FlowLimits flow(WriteBuffer buffer) {
        String key = prefix + ".write-buffer";
        int high = PropertyChecks.bytes(key + ".high", buffer.high(), 1);
        int low = PropertyChecks.bytes(key + ".low", buffer.low(), 0);
        int max = PropertyChecks.bytes(key + ".max", buffer.max(), 1);
        if (low > high) {
            throw new UnusablePropertyException(
                    key + ".low",
                    buffer.low().toString(),
                    "it is larger than high=" + buffer.high(),
                    "use low <= high <= max");
        }
        if (high > max) {
            throw new UnusablePropertyException(
                    key + ".high",
                    buffer.high().toString(),
                    "it is larger than max=" + buffer.max(),
                    "use low <= high <= max");
        }
        FlowLimits flow = FlowLimits.defaults().withQueue(high, low, max);
        DataSize total = buffer.total();
        return total == null ? flow : flow.withTotal(total(key + ".total", total, buffer.max()));
    }

    private static long total(String key, DataSize total, DataSize max) {
        if (total.compareTo(max) < 0) {
            throw new UnusablePropertyException(
                    key,
                    total.toString(),
                    "it is smaller than max=" + max + ", what one connection alone may take",
                    "use total >= max, or leave it out for a quarter of the maximum heap");
        }
        return total.toBytes();
    }

    private Duration notNegative(String name, Duration value) {
        return PropertyChecks.notNegative(prefix + "." + name, value);
    }
}
