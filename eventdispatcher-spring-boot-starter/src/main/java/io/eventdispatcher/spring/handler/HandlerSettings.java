package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.Execution;
import io.eventdispatcher.spring.annotation.MessageHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What the annotations of a method and of its class say together, placeholders resolved.
 *
 * <p>Threading: immutable; made by one thread at start.
 */
final class HandlerSettings {

    private static final String REGEX = "regex:";

    private final BeanMethod at;
    private final MessageHandler own;
    private final @Nullable MessageHandler defaults;
    private final UnaryOperator<String> placeholders;

    HandlerSettings(FoundMethod found, @Nullable MessageHandler defaults, UnaryOperator<String> placeholders) {
        this.at = found.at();
        this.own = found.annotation();
        this.defaults = defaults;
        this.placeholders = placeholders;
    }

    /** The patterns, each behind each prefix of the class. */
    List<String> patterns() {
        Set<String> patterns = resolve(own.value());
        if (patterns.isEmpty()) {
            throw at.invalid("it has no pattern", "name the command: @MessageHandler(\"COMMAND\")");
        }
        Set<String> prefixes = defaults == null ? Set.of() : resolve(defaults.value());
        if (prefixes.isEmpty()) {
            return List.copyOf(patterns);
        }
        Set<String> all = new LinkedHashSet<>();
        for (String prefix : prefixes) {
            for (String pattern : patterns) {
                if (pattern.startsWith(REGEX)) {
                    throw at.invalid(
                            "its pattern '" + pattern + "' cannot stand behind the prefix '" + prefix
                                    + "' of the class",
                            "write the pattern without regex:, or remove the prefix from the class");
                }
                all.add(prefix + pattern);
            }
        }
        return List.copyOf(all);
    }

    String id() {
        return placeholders.apply(own.id());
    }

    String reply() {
        String reply = placeholders.apply(own.reply().isEmpty() && defaults != null ? defaults.reply() : own.reply());
        if (!reply.isEmpty() && !ReplyCommand.isValid(reply)) {
            throw at.invalid(
                    "its reply command '" + reply + "' is not valid",
                    "use capital letters, digits and underscores, not starting with a digit");
        }
        return reply;
    }

    OriginFilter origins() {
        boolean ofClass = defaults != null && own.listeners().length == 0 && own.clients().length == 0;
        MessageHandler from = ofClass ? defaults() : own;
        return new OriginFilter(resolve(from.listeners()), resolve(from.clients()));
    }

    Execution execution() {
        return executorOfClass() ? defaults().execution() : own.execution();
    }

    String executor() {
        return placeholders.apply(executorOfClass() ? defaults().executor() : own.executor());
    }

    private boolean executorOfClass() {
        return defaults != null
                && own.execution() == Execution.DEFAULT
                && own.executor().isEmpty();
    }

    private MessageHandler defaults() {
        return defaults == null ? own : defaults;
    }

    boolean concurrent() {
        return own.concurrent() || defaults().concurrent();
    }

    /** How long a call may take; null = as the application is configured. */
    @Nullable
    Duration timeout() {
        String text = placeholders.apply(own.timeout().isEmpty() ? defaults().timeout() : own.timeout());
        if (text.isEmpty()) {
            return null;
        }
        try {
            Duration timeout = DurationStyle.detectAndParse(text);
            if (!timeout.isNegative()) {
                return timeout;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw at.invalid(
                "its timeout '" + text + "' is not a duration",
                "write it like 500ms, 10s or 1m; 0 stands for any time");
    }

    boolean autoStartup() {
        String text =
                placeholders.apply("true".equals(own.autoStartup()) ? defaults().autoStartup() : own.autoStartup());
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw at.invalid("its autoStartup '" + text + "' is neither true nor false", "use one of them");
        };
    }

    private Set<String> resolve(String[] texts) {
        Set<String> resolved = new LinkedHashSet<>();
        Arrays.stream(texts).map(placeholders).forEach(resolved::add);
        return resolved;
    }
}
