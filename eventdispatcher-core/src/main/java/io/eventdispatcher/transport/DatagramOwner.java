package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Who has the socket that a {@link DatagramStream} is a part of.
 *
 * <p>Threading: loop thread only.
 */
interface DatagramOwner {

    EventLoop loop();

    DatagramPort port();

    /** The longest frame that a datagram holds. */
    int maxFrameBytes();

    /** The stream has a handler now. */
    void attached(DatagramStream stream, String name, int priority) throws IOException;

    /** Sends one frame; false if there is no room now. */
    boolean send(DatagramStream stream, ByteBuffer frame) throws IOException;

    /** The handler does or does not want to hear of arrived datagrams from now on. */
    void readWanted(DatagramStream stream, boolean wanted);

    /** The handler does or does not want to hear of room to write from now on. */
    void writeWanted(DatagramStream stream, boolean wanted);

    /**
     * Asks for room to keep received bytes that nobody reads now.
     *
     * @param bytes how many
     * @param kept what this stream keeps already
     * @return false if there is none
     */
    boolean keep(int bytes, int kept);

    /** Gives back what {@link #keep} gave. */
    void release(int bytes);

    /** The stream takes no more datagrams; it may still be written to. */
    void ended(DatagramStream stream);

    /** The stream was closed. Threading: any thread once the loop is closed. */
    void closed(DatagramStream stream);
}
