package io.eventdispatcher.spring.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image about the files of the page, which no class refers to.
 *
 * <p>Threading: immutable.
 */
final class ConsoleHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/eventdispatcher/spring/console/*.*");
    }
}
