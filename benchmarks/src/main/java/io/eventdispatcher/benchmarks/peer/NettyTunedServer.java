package io.eventdispatcher.benchmarks.peer;

import io.eventdispatcher.benchmarks.ServerArguments;
import io.eventdispatcher.benchmarks.ServerConsole;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Netty as an expert tunes it: one handler that gets bytes, one bulk copy of each read into an array that the connections
 * of the loop share, a hand-written parser and command table on bytes, and one reply buffer per read.
 *
 * <p>Usage: see {@link NettyEndpoint}.
 */
public final class NettyTunedServer {

    private NettyTunedServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        ServerConsole.run(args, NettyTunedServer::start);
    }

    private static String start(ServerArguments arguments) throws IOException, InterruptedException {
        // one event loop, therefore one of each for all connections
        Scratch scratch = new Scratch();
        return new NettyEndpoint(arguments).listen(pipeline -> pipeline.addLast(new BytesHandler(scratch)));
    }

    /** What the connections of an event loop share. */
    private static final class Scratch {
        private final ByteCommands commands = new ByteCommands();
        private final ReplyBuffer replies = new ReplyBuffer();
        private byte[] input = new byte[2 * LineProtocol.MAX_LINE_BYTES];

        byte[] input(int length) {
            if (input.length < length) {
                input = new byte[length];
            }
            return input;
        }
    }

    private static final class BytesHandler extends ChannelInboundHandlerAdapter {

        private static final byte[] NOTHING = {};

        private final Scratch scratch;
        /** The line that is not complete yet. */
        private byte[] partial = NOTHING;

        private int partialLength;

        BytesHandler(Scratch scratch) {
            this.scratch = scratch;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf read = (ByteBuf) message;
            int from = partialLength;
            int to = from + read.readableBytes();
            byte[] bytes = scratch.input(to);
            System.arraycopy(partial, 0, bytes, 0, partialLength);
            read.readBytes(bytes, from, to - from);
            read.release();
            if (!handleLines(bytes, from, to)) {
                context.close();
                return;
            }
            ReplyBuffer replies = scratch.replies;
            if (replies.length() > 0) {
                ByteBuf out = context.alloc().ioBuffer(replies.length());
                replies.drainTo(out);
                context.write(out, context.voidPromise());
            }
        }

        /** Answers all complete lines and keeps the rest; false when a line is too long. */
        private boolean handleLines(byte[] bytes, int from, int to) {
            int start = 0;
            int feed = LineSearch.next(bytes, from, to);
            while (feed < to) {
                int end = feed > start && bytes[feed - 1] == '\r' ? feed - 1 : feed;
                if (end - start > LineProtocol.MAX_LINE_BYTES) {
                    return false;
                }
                ByteRequest request = ByteRequest.parse(Arrays.copyOfRange(bytes, start, end));
                scratch.commands.answer(request, scratch.replies);
                start = feed + 1;
                feed = LineSearch.next(bytes, start, to);
            }
            return keep(bytes, start, to - start);
        }

        private boolean keep(byte[] bytes, int start, int length) {
            if (length > LineProtocol.MAX_LINE_BYTES) {
                return false;
            }
            if (length == 0) {
                partial = NOTHING;
            } else {
                if (partial.length < length) {
                    partial = new byte[Math.max(length, Math.min(2 * length, LineProtocol.MAX_LINE_BYTES))];
                }
                System.arraycopy(bytes, start, partial, 0, length);
            }
            partialLength = length;
            return true;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
