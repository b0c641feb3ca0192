package io.eventdispatcher.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties under {@code eventdispatcher.logrotate}.
 *
 * <p>Threading: immutable.
 *
 * @param listen Where the command LOG_ROTATE, and no other control command, is taken without further permission, for example
 *     udp://127.0.0.1:3002; on loopback or in the file system.
 * @param secretCode Text that every datagram must have in its parameter secret_code.
 * @param reopenFiles Whether the log files of Logback are reopened when log rotation is requested.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher.logrotate")
public record LogRotateProperties(
        @Nullable String listen,
        @DefaultValue("") String secretCode,
        @DefaultValue("true") boolean reopenFiles) {}
