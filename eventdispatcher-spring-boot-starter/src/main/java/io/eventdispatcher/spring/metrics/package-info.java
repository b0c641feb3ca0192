/**
 * Meters of an application through Micrometer. What each meter means stands in {@link
 * io.eventdispatcher.spring.metrics.EventDispatcherMeter} and, for readers, in {@code docs/meters.md}; a test compares the
 * two.
 *
 * <p>Uses {@code lifecycle}, {@code handler} and the core. Nothing here is loaded without Micrometer. Values that the core
 * counts anyway are read when a registry asks ({@link io.eventdispatcher.spring.metrics.EventDispatcherMeters}); only
 * durations and refusals are recorded as they happen. No tag holds anything a peer chooses.
 */
@NullMarked
package io.eventdispatcher.spring.metrics;

import org.jspecify.annotations.NullMarked;
