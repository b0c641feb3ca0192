package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.testing.LinePeer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The daemon as an application, named srv1, on free ports and a socket of its own; gamma is installed. */
final class RunningDaemon implements AutoCloseable {

    final ConfigurableApplicationContext context;
    final Path socket;

    RunningDaemon(Path directory, String... more) throws IOException {
        Path services = Files.createDirectories(directory.resolve("services"));
        if (!Files.exists(services.resolve("gamma.service"))) {
            Files.createFile(services.resolve("gamma.service"));
        }
        socket = directory.resolve("d.sock");
        List<String> arguments = new ArrayList<>(CommandLine.translate(List.of(
                "--server-name", "srv1",
                "--local-listen", "127.0.0.1:0",
                "--unix-listen", socket.toString(),
                "--signal", "127.0.0.1:0",
                "--services", services.toString())));
        arguments.add("--server.port=0");
        arguments.addAll(List.of(more));
        context = new SpringApplicationBuilder(CommunicatordApplication.class).run(arguments.toArray(String[]::new));
    }

    int port(String listener) {
        return context.getEnvironment()
                .getRequiredProperty("local.eventdispatcher.port.communicator-" + listener, Integer.class);
    }

    LinePeer unix() throws IOException {
        return LinePeer.unix(socket);
    }

    LinePeer tcp() throws IOException {
        return LinePeer.tcp(port("local"));
    }

    void datagram(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket from = new DatagramSocket()) {
            from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port("signal")));
        }
    }

    BrokerReport report() {
        return context.getBean(BrokerReports.class).now();
    }

    @Override
    public void close() {
        context.close();
    }
}
