/**
 * Streams over named pipes (FIFOs). Level 2: uses its parent, {@code loop} and {@code endpoint}.
 *
 * <p>A FIFO knows no connections: a listener takes all writers that overlap in time for one peer (a generation), which
 * ends when the last of them closes. What the JDK offers for FIFOs blocks, so threads open, read and write them; they are
 * released through the FIFO itself.
 *
 * <p>Start reading at {@link io.eventdispatcher.transport.fifo.FifoTransportFactory}; {@code FifoSource} is the thread of
 * a listener, {@code FifoConnect} that of an attempt to connect, {@code FifoDoor} the way around swapped paths.
 */
@NullMarked
package io.eventdispatcher.transport.fifo;

import org.jspecify.annotations.NullMarked;
