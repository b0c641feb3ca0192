package io.eventdispatcher.spring.autoconfigure.actuate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties under {@code eventdispatcher.console}: the live page.
 *
 * <p>Threading: immutable.
 *
 * @param enabled Whether the actuator endpoint, where it is exposed over HTTP, also serves a page that shows the same live, below
 *     the path console.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher.console")
public record ConsoleProperties(@DefaultValue("false") boolean enabled) {}
