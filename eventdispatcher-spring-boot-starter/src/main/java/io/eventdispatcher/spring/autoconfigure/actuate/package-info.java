/**
 * Connects {@code spring.actuate} when the actuator is there. Top level of the starter.
 */
@NullMarked
package io.eventdispatcher.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
