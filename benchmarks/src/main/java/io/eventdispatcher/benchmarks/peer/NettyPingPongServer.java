package io.eventdispatcher.benchmarks.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Netty as its tutorials write it: line decoder, string decoder and encoder, one handler that parses the line into a
 * command and parameters, looks the command up and writes the reply, flush at read-complete; NIO, one event loop.
 *
 * <p>Usage: {@code NettyPingPongServer PORT}.
 */
public final class NettyPingPongServer {

    private static final Map<String, Function<Map<String, String>, String>> COMMANDS =
            Map.of("PING", parameters -> "PONG serial=" + parameters.get("serial") + "\n");

    private NettyPingPongServer() {}

    /**
     * Serves until the process is ended.
     *
     * @param args the port
     * @throws InterruptedException if interrupted while binding
     */
    public static void main(String[] args) throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new LineBasedFrameDecoder(65_536))
                                .addLast(new StringDecoder(StandardCharsets.UTF_8))
                                .addLast(new StringEncoder(StandardCharsets.UTF_8))
                                .addLast(new PingHandler());
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(args[0]))
                .sync();
        System.err.println("LISTENING");
    }

    private static final class PingHandler extends SimpleChannelInboundHandler<String> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, String line) {
            int space = line.indexOf(' ');
            String command = space < 0 ? line : line.substring(0, space);
            Map<String, String> parameters = new HashMap<>();
            if (space >= 0) {
                for (String parameter : line.substring(space + 1).split(";")) {
                    int equals = parameter.indexOf('=');
                    parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
                }
            }
            Function<Map<String, String>, String> handler = COMMANDS.get(command);
            context.write(handler == null ? "UNKNOWN command=" + command + "\n" : handler.apply(parameters));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
