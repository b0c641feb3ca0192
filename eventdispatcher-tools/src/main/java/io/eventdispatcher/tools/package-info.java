/**
 * The command-line tools {@code ed-signal}, {@code ed-stop} and {@code ed-message} in one runnable jar.
 *
 * <p>{@link io.eventdispatcher.tools.Tools} picks the tool; {@code command} holds one class for each, {@code cli} what
 * they share. Level: above the core, below nothing. Start at {@link io.eventdispatcher.tools.Tools}.
 */
@NullMarked
package io.eventdispatcher.tools;

import org.jspecify.annotations.NullMarked;
