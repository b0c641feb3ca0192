/**
 * What all event sources share: {@link io.eventdispatcher.source.Handover} takes one call to a loop, {@link
 * io.eventdispatcher.source.LoopQueue} takes many, bounded and a few per turn. Use them for sources of your own.
 *
 * <p>Level 2: uses {@code loop} only. A source turns something that happens elsewhere, in the kernel or in another
 * thread, into a callback on the thread of a loop. {@code source.signal}, {@code source.watch}, {@code source.process}
 * and {@code source.inbox} are the ones that come with the library. Start reading at {@code LoopQueue}.
 */
@NullMarked
package io.eventdispatcher.source;

import org.jspecify.annotations.NullMarked;
