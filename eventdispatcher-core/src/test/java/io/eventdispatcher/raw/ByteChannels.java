package io.eventdispatcher.raw;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Channels in memory that give and take as many bytes at a time as a test says. */
final class ByteChannels {

    private ByteChannels() {}

    /** Gives one piece at a time, then nothing, or the end of the stream. */
    static final class Source implements ReadableByteChannel {
        private final Deque<byte[]> pieces = new ArrayDeque<>();
        private boolean ended;
        int reads;

        Source give(String text) {
            pieces.add(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Source end() {
            ended = true;
            return this;
        }

        @Override
        public int read(ByteBuffer target) {
            reads++;
            byte[] piece = pieces.poll();
            if (piece == null) {
                return ended ? -1 : 0;
            }
            int count = Math.min(piece.length, target.remaining());
            target.put(piece, 0, count);
            if (count < piece.length) {
                pieces.push(java.util.Arrays.copyOfRange(piece, count, piece.length));
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Takes as many bytes as it has been told to. */
    static final class Sink implements WritableByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        int room;
        int writes;

        String text() {
            return taken.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public int write(ByteBuffer source) {
            writes++;
            int count = Math.min(room, source.remaining());
            for (int i = 0; i < count; i++) {
                taken.write(source.get());
            }
            room -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
