/**
 * The ends of processes and threads as callbacks on a loop.
 *
 * <p>Level 2: uses {@code loop} and its parent. For talking to a child process see the package {@code process}. Start
 * reading at {@link io.eventdispatcher.source.process.ProcessExit} and {@link
 * io.eventdispatcher.source.process.WorkerThread}.
 */
@NullMarked
package io.eventdispatcher.source.process;

import org.jspecify.annotations.NullMarked;
