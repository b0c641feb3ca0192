package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.endpoint.FifoEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import io.eventdispatcher.transport.PeerCredentials;
import io.eventdispatcher.transport.PumpedEnds;
import io.eventdispatcher.transport.PumpedStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the streams of one listener, and sees to it that no other listener of this process reads the same FIFO.
 *
 * <p>Threading: any thread.
 */
final class FifoStreams implements FifoSource.Streams {

    /** What the system writes as one piece (PIPE_BUF of Linux). */
    static final int ATOMIC_BYTES = 4096;

    private static final String UNNAMED = "(unnamed)";

    /** The FIFOs that are listened on by this process. */
    private static final Set<String> BOUND = ConcurrentHashMap.newKeySet();

    private final FifoEndpoint endpoint;
    private final String key;
    private final FifoOptions settings;
    private final @Nullable PeerCredentials writer;
    private final ReplyTurn turn = new ReplyTurn();

    private FifoStreams(FifoEndpoint endpoint, String key, FifoOptions settings, @Nullable PeerCredentials writer) {
        this.endpoint = endpoint;
        this.key = key;
        this.settings = settings;
        this.writer = writer;
    }

    static FifoStreams bind(FifoEndpoint endpoint, FifoFile file, FifoOptions settings) throws IOException {
        String key = file.identity().key();
        if (!BOUND.add(key)) {
            throw new BindFailedException(
                    endpoint,
                    Reason.ADDRESS_IN_USE,
                    "address already in use by another listener of this process",
                    null);
        }
        try {
            return new FifoStreams(endpoint, key, settings, onlyWriter(file.path()));
        } catch (IOException | RuntimeException e) {
            BOUND.remove(key);
            throw e;
        }
    }

    /** Where only the owner may write, every writer is the owner (or root, who may be anybody). */
    private static @Nullable PeerCredentials onlyWriter(Path path) throws IOException {
        if (!FifoIdentity.of(path).onlyOwnerWrites()) {
            return null;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new PeerCredentials(
                attributes.owner().getName(), attributes.group().getName());
    }

    @Override
    public void noMoreReaders() {
        turn.end();
    }

    @Override
    public void released() {
        BOUND.remove(key);
    }

    @Override
    public PumpedStream make(EventLoop loop, Generation generation) {
        Path reply = endpoint.reply();
        String path = endpoint.path().toString();
        FifoAddress unnamed = new FifoAddress(Path.of(""), null);
        PumpedEnds ends = new PumpedEnds("fifo", path, UNNAMED, unnamed, writer, true, ATOMIC_BYTES);
        if (reply == null) {
            return new PumpedStream(loop, ends, generation, null, settings.linger());
        }
        ReplyOutput output = new ReplyOutput(new BlockedOpen(reply, settings.foreignOwners()), turn);
        PumpedStream stream = new PumpedStream(loop, ends, generation, output, settings.linger());
        stream.startOutput();
        return stream;
    }

    /** The connecting end. */
    static PumpedEnds client(FifoAddress address) {
        return new PumpedEnds("fifo", UNNAMED, address.toString(), address, null, true, ATOMIC_BYTES);
    }
}
