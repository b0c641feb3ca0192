/**
 * The tools, one class for each: {@link io.eventdispatcher.tools.command.EdSignal}, {@link
 * io.eventdispatcher.tools.command.EdStop}, {@link io.eventdispatcher.tools.command.EdMessage}.
 *
 * <p>Each has {@code int run(args, in, out, err)}, so that a test needs no process. Level: above {@code cli} and the
 * core.
 */
@NullMarked
package io.eventdispatcher.tools.command;

import org.jspecify.annotations.NullMarked;
