/**
 * Connects {@code spring.metrics} when Micrometer and a meter registry are there. Top level of the starter.
 */
@NullMarked
package io.eventdispatcher.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
