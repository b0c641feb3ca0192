package io.eventdispatcher.framing;

/**
 * The range check all framings share.
 *
 * <p>Threading: immutable.
 */
final class FrameLimit {

    private FrameLimit() {}

    static int check(String name, int bytes) {
        if (bytes < 1 || bytes > Framing.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("frame limit out of range: " + name + "=" + bytes + " min=1 max="
                    + Framing.MAX_FRAME_BYTES + " (default for lines: " + Framing.DEFAULT_MAX_LINE_BYTES + ")");
        }
        return bytes;
    }
}
