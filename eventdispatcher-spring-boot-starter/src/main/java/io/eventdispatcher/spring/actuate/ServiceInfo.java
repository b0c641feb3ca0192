package io.eventdispatcher.spring.actuate;

import java.time.Instant;

/**
 * Who is asked.
 *
 * <p>Threading: immutable.
 *
 * @param service name of the service
 * @param server name of the machine
 * @param startedAt when the application started
 * @since 0.1
 */
public record ServiceInfo(String service, String server, Instant startedAt) {}
