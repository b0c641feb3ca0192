/**
 * Changes of files and directories as callbacks on a loop.
 *
 * <p>Level 2: uses {@code loop}, {@code message} (to make names printable) and its parent. What the kernel tells is taken
 * as a hint only: a name is looked at and compared with what was known, so that every event is true when it is made,
 * nothing is reported twice, and a lost hint is made up for by looking again. Start reading at {@link
 * io.eventdispatcher.source.watch.FileWatch}, then {@code WatchedRoot} (what is known and how it is compared) and {@code
 * WatchReader} (the thread that does it).
 */
@NullMarked
package io.eventdispatcher.source.watch;

import org.jspecify.annotations.NullMarked;
