/**
 * What the tools share: running a command, exit codes, options from the environment and from files, safe output.
 *
 * <p>Level: below {@code command}; knows no tool. Start at {@link io.eventdispatcher.tools.cli.Tool} and {@link
 * io.eventdispatcher.tools.cli.ExitCode}.
 */
@NullMarked
package io.eventdispatcher.tools.cli;

import org.jspecify.annotations.NullMarked;
