package io.eventdispatcher.framing;

/**
 * Takes the frames a {@link FrameDecoder} finds.
 *
 * <p>Threading: called on the thread that decodes.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FrameSink {

    /**
     * Takes one frame. Its bytes are valid during the call only; whoever needs them later copies them.
     *
     * @param bytes holds the frame among other bytes; must not be changed
     * @param offset of the first byte of the frame
     * @param length of the frame in bytes, without header, trailer or delimiter; 0 for an empty frame of a framing
     *     that has such
     * @return {@code true} to go on with the next frame, {@code false} to stop behind this one
     */
    boolean onFrame(byte[] bytes, int offset, int length);
}
