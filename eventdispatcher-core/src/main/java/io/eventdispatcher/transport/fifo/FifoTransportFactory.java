package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.Acceptor;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.BindFailures;
import io.eventdispatcher.transport.ConnectAttempt;
import io.eventdispatcher.transport.ConnectHandler;
import io.eventdispatcher.transport.ListenOptions;
import io.eventdispatcher.transport.PumpedAcceptor;
import io.eventdispatcher.transport.StreamTransportFactory;
import io.eventdispatcher.transport.TransportOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams over named pipes, for {@code echo}, {@code cat} and programs that know nothing else. Made for Linux, whose
 * {@code /proc/self/fd} and way of opening a FIFO for both directions it uses.
 *
 * <p>A listener reads the FIFO; a client writes to it and is connected when somebody reads, for which it
 * waits as long as it takes, unless it has other endpoints to try. All writers that overlap in
 * time are one stream, which ends when the last of them closes; their lines of up to 4,096 bytes stay whole. With {@code
 * ?reply=} answers are written to a second FIFO, each stream's after those of the stream before; without it they are
 * discarded. The loss of a reader is noticed when something is written.
 *
 * <p>A FIFO that another process reads, of those that the system shows us, is refused as an address in use.
 *
 * <p>A missing FIFO is made by the command {@code mkfifo} with the permissions of {@link ListenOptions}, and removed
 * when the listener closes. What else is there is never touched, and only FIFOs of our own user and of root are used,
 * see {@link FifoOptions}. The C++ library has none of this, although its README lists it.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class FifoTransportFactory implements StreamTransportFactory {

    /**
     * A factory.
     *
     * @since 0.1
     */
    public FifoTransportFactory() {}

    @Override
    public String scheme() {
        return "fifo";
    }

    @Override
    public boolean supports(Endpoint endpoint) {
        return endpoint instanceof FifoEndpoint;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) {
        FifoEndpoint fifo = fifo(endpoint);
        return List.of(new FifoAddress(fifo.path(), fifo.reply()));
    }

    @Override
    public boolean resolvesAtOnce(Endpoint endpoint) {
        return true;
    }

    /** Ending the wait for a reader early also lets writers of other processes go, whose bytes would be lost. */
    @Override
    public boolean waitsForPeer() {
        return true;
    }

    @Override
    public ConnectAttempt connect(
            EventLoop loop, SocketAddress address, TransportOptions options, ConnectHandler handler) {
        if (address instanceof FifoAddress fifo) {
            return FifoConnect.start(loop, fifo, settings(options), handler);
        }
        throw new IllegalArgumentException("not the address of a FIFO: " + address);
    }

    @Override
    public Acceptor listen(Endpoint endpoint, ListenOptions options) throws IOException {
        FifoEndpoint fifo = fifo(endpoint);
        FifoOptions settings = settings(options.accepted());
        FifoFile file = null;
        FifoFile reply = null;
        FifoStreams streams = null;
        try {
            file = FifoFile.prepare(fifo, fifo.path(), options, settings);
            streams = FifoStreams.bind(fifo, file, settings);
            Path answers = fifo.reply();
            reply = answers == null ? null : FifoFile.prepare(fifo, answers, options, settings);
            FifoDoor door = openAlone(fifo, file);
            FifoSource source = new FifoSource(fifo, file, reply, door, settings, streams);
            return new PumpedAcceptor(fifo, options.backlog(), source);
        } catch (IOException | UnsupportedOperationException e) {
            undo(file, reply, streams);
            throw failure(fifo, e);
        }
    }

    /** Two readers would share the lines between them; so whoever comes second is refused, as on a port. */
    private static FifoDoor openAlone(FifoEndpoint endpoint, FifoFile file) throws IOException {
        FifoDoor door = FifoDoor.open(file.path(), file.identity());
        String reader = OpenHandles.otherReader(file.identity());
        if (reader != null) {
            door.close();
            throw new BindFailedException(
                    endpoint, Reason.ADDRESS_IN_USE, "another process reads it already: pid=" + reader, null);
        }
        return door;
    }

    private static void undo(@Nullable FifoFile file, @Nullable FifoFile reply, @Nullable FifoStreams streams) {
        if (streams != null) {
            streams.released();
        }
        if (reply != null) {
            reply.remove();
        }
        if (file != null) {
            file.remove();
        }
    }

    private static BindFailedException failure(FifoEndpoint endpoint, Exception cause) {
        if (cause instanceof BindFailedException failed) {
            return failed;
        }
        if (cause instanceof FifoCheck.NotUsableException) {
            return new BindFailedException(endpoint, Reason.OCCUPIED, String.valueOf(cause.getMessage()), cause);
        }
        return BindFailures.of(endpoint, cause);
    }

    private static FifoOptions settings(TransportOptions options) {
        FifoOptions found = options.find(FifoOptions.class);
        return found == null ? FifoOptions.defaults() : found;
    }

    private static FifoEndpoint fifo(Endpoint endpoint) {
        if (endpoint instanceof FifoEndpoint fifo) {
            return fifo;
        }
        throw new IllegalArgumentException("not a fifo endpoint: " + endpoint);
    }
}
