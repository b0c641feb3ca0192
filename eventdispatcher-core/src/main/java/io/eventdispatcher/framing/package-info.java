/**
 * Bytes to frames and back, without any input or output.
 *
 * <p>A {@link io.eventdispatcher.framing.Framing} says where a frame begins and ends in a stream of bytes: lines for
 * the protocol; delimiters, lengths in front, fixed sizes or raw bytes for everything else. Level 0: uses no other
 * package of the library. Start reading at {@link io.eventdispatcher.framing.Framing}, then {@link
 * io.eventdispatcher.framing.FrameDecoder}.
 */
@NullMarked
package io.eventdispatcher.framing;

import org.jspecify.annotations.NullMarked;
