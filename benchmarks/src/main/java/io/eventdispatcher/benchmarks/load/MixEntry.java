package io.eventdispatcher.benchmarks.load;

/**
 * One request of a mix and its right reply.
 *
 * <p>Threading: immutable (the arrays are not changed after construction).
 *
 * @param request with line feed
 * @param serialAt where eight digits of the serial go in the request, -1 if it has none; then the reply ends with them
 * @param reply expected bytes, without serial and line feed
 * @param open whether anything may follow the expected bytes
 */
record MixEntry(byte[] request, int serialAt, byte[] reply, boolean open) {

    /** The length of the only right reply without line feed; of an open one, the least length. */
    int replyLength() {
        return serialAt < 0 ? reply.length : reply.length + Serials.DIGITS;
    }
}
