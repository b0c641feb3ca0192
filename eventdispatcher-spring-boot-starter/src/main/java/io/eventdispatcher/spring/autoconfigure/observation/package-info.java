/**
 * Connects {@code spring.observation} when Micrometer and an observation registry are there. Top level of the starter.
 */
@NullMarked
package io.eventdispatcher.spring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
