package io.eventdispatcher.benchmarks.peer;

import io.eventdispatcher.benchmarks.ServerArguments;
import io.eventdispatcher.benchmarks.ServerConsole;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Netty as its tutorials write it: line decoder, string decoder and encoder, one handler that parses the line into a
 * command and parameters, looks the command up and writes the reply, flush at read-complete; one event loop.
 *
 * <p>Usage: see {@link NettyEndpoint}.
 */
public final class NettyPingPongServer {

    private NettyPingPongServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        ServerConsole.run(args, NettyPingPongServer::start);
    }

    private static String start(ServerArguments arguments) throws IOException, InterruptedException {
        LineProtocol protocol = new LineProtocol("\n");
        return new NettyEndpoint(arguments)
                .listen(pipeline -> pipeline.addLast(new LineBasedFrameDecoder(LineProtocol.MAX_LINE_BYTES))
                        .addLast(new StringDecoder(StandardCharsets.UTF_8))
                        .addLast(new StringEncoder(StandardCharsets.UTF_8))
                        .addLast(new LineHandler(protocol)));
    }

    private static final class LineHandler extends SimpleChannelInboundHandler<String> {

        private final LineProtocol protocol;

        LineHandler(LineProtocol protocol) {
            this.protocol = protocol;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, String line) {
            context.write(protocol.answer(line));
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
