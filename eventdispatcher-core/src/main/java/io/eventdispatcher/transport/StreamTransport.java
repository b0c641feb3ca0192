package io.eventdispatcher.transport;

import io.eventdispatcher.framing.Framing;
import io.eventdispatcher.loop.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One end of an established byte stream.
 *
 * <p>Bytes arrive and leave only when the owner calls {@link #read} and {@link #write}; the handler given to {@link
 * #attach} hears that they would make progress. Readiness is level-triggered: as long as interest is on and the
 * condition holds, the handler is called once per turn of the loop. After the end of the stream was read, or after a
 * close, nothing is delivered any more, so a half-closed peer never keeps a loop busy.
 *
 * <p>Threading: loop thread only. The addresses, {@link #isLoopback}, {@link #peerCredentials} and {@link #isOpen} may
 * be read from any thread.
 *
 * @since 0.1
 */
public interface StreamTransport {

    /**
     * Starts delivering readiness. Both interests are off at first.
     *
     * @param name of the source as the loop lists it, usually the name of the connection; not empty
     * @param priority 0 to 255, smaller is served first
     * @param handler what to call; kept until the stream is closed
     * @throws IOException if the stream is closed
     * @throws IllegalStateException if it is attached already, the loop is closed, or on the wrong thread
     * @since 0.1
     */
    void attach(String name, int priority, TransportHandler handler) throws IOException;

    /**
     * As {@link #attach(String, int, TransportHandler)}, for many streams that need no name until somebody asks.
     *
     * @param name makes the name; asked on any thread, must not block
     * @param priority as there
     * @param handler as there
     * @throws IOException as there
     * @throws IllegalStateException as there
     * @since 0.1
     */
    default void attach(Supplier<String> name, int priority, TransportHandler handler) throws IOException {
        attach(name.get(), priority, handler);
    }

    /**
     * Has this stream live on another loop from now on. It is attached there, on the thread of that loop; if it was attached
     * here, that is over, and both interests are off. Nobody may use it any more on the thread of this call, except to close
     * it when the other loop refuses to take it over.
     *
     * <p>Threading: loop thread only (of the loop it lives on now), and not inside of a callback of this stream.
     *
     * @param target its new loop
     * @return whether it has moved; false, and nothing is changed, unless the transport can
     * @since 0.1
     */
    default boolean moveTo(EventLoop target) {
        return false;
    }

    /**
     * Changes name and priority of an attached stream, for a transport around this one that attaches it before it knows
     * what it will be used for. Does nothing unless a transport knows better.
     *
     * @param name as in {@link #attach}
     * @param priority as in {@link #attach}
     * @throws IOException if the stream is closed
     * @throws IllegalStateException if it is not attached, or on the wrong thread
     * @since 0.1
     */
    default void rename(String name, int priority) throws IOException {}

    /**
     * Reads what is there, without waiting.
     *
     * @param target filled from its position; should have room
     * @return bytes read; 0 when there are none now or no room; -1 at the end of the stream. After -1 the stream is
     *     never readable again, whatever {@link #readInterest} says
     * @throws IOException if the peer reset the stream or this end is closed
     * @since 0.1
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes what fits, without waiting.
     *
     * @param source written from its position, which advances by the bytes taken
     * @return bytes taken; 0 when the stream is full (or the source is empty)
     * @throws IOException if the peer is gone, the output was shut down or this end is closed
     * @since 0.1
     */
    int write(ByteBuffer source) throws IOException;

    /**
     * Sets whether the handler wants to hear that there is something to read, the end of the stream included. Does
     * nothing when unchanged, after the end of the stream, or when closed.
     *
     * @param wanted whether to call {@link TransportHandler#onReadable}
     * @throws IllegalStateException if not attached
     * @since 0.1
     */
    void readInterest(boolean wanted);

    /**
     * Sets whether the handler wants to hear that there is room to write. Does nothing when unchanged or closed.
     *
     * @param wanted whether to call {@link TransportHandler#onWritable}
     * @throws IllegalStateException if not attached
     * @since 0.1
     */
    void writeInterest(boolean wanted);

    /**
     * Ends the outgoing direction; the peer reads what was written, then the end of the stream. Reading goes on. A
     * second call does nothing.
     *
     * @throws IOException if the peer is gone or this end is closed
     * @since 0.1
     */
    void shutdownOutput() throws IOException;

    /**
     * Closes both directions and stops delivering readiness. Bytes already taken by {@link #write} are still sent,
     * unless unread input makes the operating system reset the stream. Never throws; a second call does nothing. No
     * handler is called by it.
     *
     * @since 0.1
     */
    void close();

    /**
     * Whether {@link #close} was not called yet. The peer's state does not matter.
     *
     * @return whether this end is open
     * @since 0.1
     */
    boolean isOpen();

    /**
     * The scheme of the endpoint this came from.
     *
     * @return for example {@code tcp}, {@code unix}, {@code local}
     * @since 0.1
     */
    String scheme();

    /**
     * This end's address, also after closing. Made on each call.
     *
     * @return for example {@code 127.0.0.1:3001}, {@code [::1]:80}, {@code /run/x.sock}, {@code local:name#3}, or
     *     {@code (unnamed)} for the connecting end of a Unix socket
     * @since 0.1
     */
    String localAddress();

    /**
     * The peer's address, also after closing. Made on each call.
     *
     * @return in the form of {@link #localAddress}
     * @since 0.1
     */
    String remoteAddress();

    /**
     * The peer's address as an object, also after closing.
     *
     * @return never null; an unnamed Unix peer has an empty path
     * @since 0.1
     */
    SocketAddress remoteSocketAddress();

    /**
     * Whether the peer is certainly on this machine: both ends are loopback addresses, or the scheme cannot leave the
     * machine.
     *
     * @return whether the stream is local
     * @since 0.1
     */
    boolean isLoopback();

    /**
     * Who the peer was when the stream was made, as the kernel says. The first call asks the kernel and the user
     * database, which may take some microseconds; the answer is kept.
     *
     * @return the peer's user and group; null for schemes other than {@code unix}, where the platform does not tell,
     *     and after closing when nobody asked before
     * @since 0.1
     */
    @Nullable
    PeerCredentials peerCredentials();

    /**
     * The session of a stream that is encrypted with TLS.
     *
     * <p>Threading: any thread.
     *
     * @return the established session, also after closing; null when nothing is encrypted
     * @since 0.1
     */
    default @Nullable SSLSession tlsSession() {
        return null;
    }

    /**
     * How frames lie in this stream. Most streams carry whatever is asked for; one that is made of datagrams keeps their
     * boundaries with a framing of its own, and shortens the limit to what a datagram holds.
     *
     * <p>Threading: any thread.
     *
     * @param wanted what the connection was set up with
     * @return what is used
     * @since 0.1
     */
    default Framing framing(Framing wanted) {
        return wanted;
    }

    /**
     * Whether a peer that sends nothing at all is as welcome as any other, so that neither the time-out of the first
     * frame nor that of idleness applies: a FIFO that a writer keeps open for later, for example.
     *
     * <p>Threading: any thread.
     *
     * @return false unless a transport knows better
     * @since 0.1
     */
    default boolean mayBeSilent() {
        return false;
    }
}
