/**
 * The live page of the actuator endpoint: its files, and the headers that they are served with.
 *
 * <p>Knows no actuator and no other package; {@code actuate} serves it. Start reading at {@link
 * io.eventdispatcher.spring.console.ConsoleFiles}.
 */
@NullMarked
package io.eventdispatcher.spring.console;

import org.jspecify.annotations.NullMarked;
