package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.cache.CacheLimits;
import io.eventdispatcher.communicatord.registry.RegistrationPolicy;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.tap.TapSettings;
import io.eventdispatcher.spring.autoconfigure.UnusablePropertyException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Makes settings of the properties, and refuses what cannot be used.
 *
 * <p>Threading: immutable.
 */
final class SettingsReader {

    private static final long MOST_CACHE_BYTES = 16L << 20;
    private static final Duration LONGEST_OWNER_TIMEOUT = Duration.ofHours(24);
    private static final int HEAP_PART = 8;
    private static final int SERVICE_PART = 4;

    private SettingsReader() {}

    static BrokerSettings broker(CommunicatordProperties properties) {
        if (!Zone.isAddress(properties.myAddress())) {
            throw new UnusablePropertyException(
                    "communicatord.my-address",
                    properties.myAddress(),
                    "it is not an IP address with a port",
                    "write for example 10.0.0.1:4042");
        }
        Duration timeout = properties.registrationTimeout();
        if (timeout.isNegative() || timeout.isZero()) {
            throw new UnusablePropertyException(
                    "communicatord.registration-timeout", timeout.toString(), "it must be positive", "write 30s");
        }
        Duration owner = properties.ownerTimeout();
        if (owner.isNegative() || owner.compareTo(LONGEST_OWNER_TIMEOUT) > 0) {
            throw new UnusablePropertyException(
                    "communicatord.owner-timeout",
                    owner.toString(),
                    "it is not between 0 and " + LONGEST_OWNER_TIMEOUT.toHours() + " hours",
                    "write 10s, or 0 to ask nobody");
        }
        atLeast("communicatord.max-unregistered", properties.maxUnregistered(), 1);
        return new BrokerSettings(
                properties.myAddress(),
                address("communicatord.remote-listen", properties.remoteListen(), 4042),
                address("communicatord.secure-listen", properties.secureListen(), 4043),
                properties.checkCommands(),
                properties.forwardUnregistered(),
                properties.cache().unknownServices(),
                properties.maxUnregistered(),
                timeout,
                owner,
                atLeast(
                        "communicatord.broadcasts.max-rate",
                        properties.broadcasts().maxRate(),
                        0),
                atLeast(
                        "communicatord.broadcasts.burst",
                        properties.broadcasts().burst(),
                        1));
    }

    private static @Nullable String address(String key, @Nullable String value, int port) {
        return value == null || value.equals("off") ? null : ListenAddress.parse(key, value, port);
    }

    static RegistrationPolicy policy(CommunicatordProperties properties) {
        Map<String, RegistrationPolicy.Rule> rules = new HashMap<>();
        properties.registrations().forEach((name, rule) -> {
            if (!Services.isName(name)) {
                throw new UnusablePropertyException(
                        "communicatord.registrations." + name,
                        "",
                        "it is not a name of a service",
                        "use letters, digits and underscores, not starting with a digit");
            }
            rules.put(name, new RegistrationPolicy.Rule(Set.copyOf(rule.users()), rule.password()));
        });
        return new RegistrationPolicy(rules);
    }

    static CacheLimits cache(CommunicatordProperties.Cache cache, long heapBytes) {
        long most = bytes(
                "communicatord.cache.max-size", cache.maxSize(), Math.min(MOST_CACHE_BYTES, heapBytes / HEAP_PART));
        long service =
                bytes("communicatord.cache.max-size-per-service", cache.maxSizePerService(), most / SERVICE_PART);
        if (cache.ttl().isNegative() || cache.ttl().isZero()) {
            throw new UnusablePropertyException(
                    "communicatord.cache.ttl", cache.ttl().toString(), "it must be positive", "write 60s");
        }
        return new CacheLimits(
                atLeast("communicatord.cache.max-services", cache.maxServices(), 0),
                atLeast("communicatord.cache.max-messages", cache.maxMessages(), 0),
                most,
                atLeast("communicatord.cache.max-messages-per-service", cache.maxMessagesPerService(), 0),
                service,
                cache.ttl());
    }

    static TapSettings tap(CommunicatordProperties.Tap tap) {
        return new TapSettings(
                tap.enabled(),
                atLeast("communicatord.tap.max-watchers", tap.maxWatchers(), 1),
                atLeast(
                        "communicatord.tap.max-queued",
                        (int) Math.min(Integer.MAX_VALUE, tap.maxQueued().toBytes()),
                        1),
                atLeast("communicatord.tap.max-rate", tap.maxRate(), 1));
    }

    private static long bytes(String key, @Nullable DataSize size, long byDefault) {
        long bytes = size == null ? byDefault : size.toBytes();
        if (bytes < 0) {
            throw new UnusablePropertyException(key, size + "", "it cannot be negative", "write for example 4MB");
        }
        return bytes;
    }

    private static int atLeast(String key, int value, int least) {
        if (value < least) {
            throw new UnusablePropertyException(
                    key, Integer.toString(value), "the least value is " + least, "use " + least + " or more");
        }
        return value;
    }
}
