package io.eventdispatcher.benchmarks.peer;

import io.eventdispatcher.benchmarks.ServerArguments;
import io.eventdispatcher.benchmarks.ServerConsole;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x as its manual writes it: a net server on one event loop, a record parser for the lines, back-pressure by pausing.
 *
 * <p>Usage: {@code VertxServer ENDPOINT [--transport=nio|epoll] [--certificate PEM --key PEM]}; tcp, unix, and tls with the
 * two files.
 */
public final class VertxServer {

    private static final long BIND_SECONDS = 30;

    private final LineProtocol protocol = new LineProtocol("\n");

    private VertxServer() {}

    /**
     * Serves until standard input ends.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        ServerConsole.run(args, VertxServer::start);
    }

    private static String start(ServerArguments arguments) throws Exception {
        arguments.check(Set.of("tcp", "unix", "tls"), Set.of("transport", "certificate", "key"));
        boolean epoll = arguments.choice("transport", "nio", "epoll").equals("epoll");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(epoll));
        if (epoll && !vertx.isNativeTransportEnabled()) {
            throw new IllegalArgumentException(
                    "--transport=epoll is not available here: " + vertx.unavailableNativeTransportCause());
        }
        NetServerOptions options = new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(1024);
        if (arguments.scheme().equals("tls")) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(arguments.file("certificate").toString())
                            .addKeyPath(arguments.file("key").toString()));
        }
        VertxServer server = new VertxServer();
        NetServer listening = vertx.createNetServer(options)
                .connectHandler(server::serve)
                .listen(address(arguments))
                .toCompletionStage()
                .toCompletableFuture()
                .get(BIND_SECONDS, TimeUnit.SECONDS);
        return arguments.listening(listening.actualPort());
    }

    private static SocketAddress address(ServerArguments arguments) {
        return arguments.scheme().equals("unix")
                ? SocketAddress.domainSocketAddress(arguments.path().toString())
                : SocketAddress.inetSocketAddress(
                        arguments.endpoint().getPort(), arguments.endpoint().getHost());
    }

    private void serve(NetSocket socket) {
        RecordParser.newDelimited("\n", socket)
                .maxRecordSize(LineProtocol.MAX_LINE_BYTES)
                .exceptionHandler(failure -> socket.close())
                .handler(line -> answer(socket, line));
    }

    private void answer(NetSocket socket, Buffer line) {
        if (line.length() > LineProtocol.MAX_LINE_BYTES) {
            // the parser's limit is for lines whose end was not seen
            socket.close();
            return;
        }
        socket.write(protocol.answer(line.toString()));
        if (socket.writeQueueFull()) {
            socket.pause();
            socket.drainHandler(drained -> socket.resume());
        }
    }
}
