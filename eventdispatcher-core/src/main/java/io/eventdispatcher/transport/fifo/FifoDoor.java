package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.transport.fifo.OpenHandles.Access;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The open read end of a FIFO. As long as it is open, what writers have written stays in the FIFO, and {@link #way}
 * leads to it even when its path has been removed, renamed or replaced.
 *
 * <p>Threading: any thread.
 *
 * @param input the read end; its {@code available()} never waits
 * @param channel the same; closing it makes a blocked read end
 * @param way opens the FIFO again
 */
record FifoDoor(FileInputStream input, FileChannel channel, Path way) implements AutoCloseable {

    /** Which handle is the new one is found by comparing, so none must come or go meanwhile. */
    private static final Object OPENING = new Object();

    /**
     * Opens without waiting for a writer: on Linux a FIFO can be opened for both directions at once, and then a second
     * time for reading.
     *
     * @throws FifoCheck.NotUsableException if it is not the expected file
     */
    static FifoDoor open(Path path, FifoIdentity expected) throws IOException {
        synchronized (OPENING) {
            try (FileChannel both = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                FifoCheck.after(path, expected, both, Access.READ_WRITE);
                return openInput(path, expected);
            }
        }
    }

    private static FifoDoor openInput(Path path, FifoIdentity expected) throws IOException {
        boolean visible = OpenHandles.areVisible();
        Path handle = visible ? OpenHandles.find(expected, Access.READ_WRITE, Set.of()) : path;
        if (handle == null) {
            throw FifoCheck.swapped(path);
        }
        Set<Path> others = visible ? OpenHandles.all(expected, Access.READ) : Set.of();
        FileInputStream input = new FileInputStream(handle.toFile());
        try {
            FifoCheck.after(path, expected, input.getChannel(), Access.READ);
            Path way = visible ? OpenHandles.find(expected, Access.READ, others) : path;
            if (way == null) {
                throw FifoCheck.swapped(path);
            }
            return new FifoDoor(input, input.getChannel(), way);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /** Waits until somebody opens the FIFO for writing, if nobody has it open now. */
    void awaitWriter() throws IOException {
        FileChannel.open(way, StandardOpenOption.READ).close();
    }

    /** Opens the FIFO for writing, without waiting, which ends {@link #awaitWriter}; keep it open until it has. */
    FileChannel knock() throws IOException {
        return FileChannel.open(way, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        synchronized (OPENING) {
            channel.close();
        }
    }
}
