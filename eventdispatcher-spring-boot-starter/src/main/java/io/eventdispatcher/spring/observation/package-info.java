/**
 * Observations of an application through Micrometer: handlers at work, messages sent, requests asked. Which there are, and
 * what they tell, stands in {@link io.eventdispatcher.spring.observation.MessageObservation} and, for readers, in {@code
 * docs/observability.md}; a test compares the two. Start reading at {@link
 * io.eventdispatcher.spring.observation.ProcessObservations}.
 *
 * <p>Uses {@code handler} and the core. Nothing here is loaded without Micrometer's observation API; the meters are not
 * needed.
 */
@NullMarked
package io.eventdispatcher.spring.observation;

import org.jspecify.annotations.NullMarked;
