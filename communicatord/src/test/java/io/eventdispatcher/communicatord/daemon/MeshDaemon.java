package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.testing.LinePeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A daemon with links, as an application. */
final class MeshDaemon implements AutoCloseable {

    final ConfigurableApplicationContext context;
    private final Path socket;

    /** Links without encryption. */
    static MeshDaemon plain(Path directory, String name, InetSocketAddress at, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--communicatord.unsafe-plaintext=true",
                "--communicatord.remote-listen=" + text(at),
                "--communicatord.my-address=" + text(at)));
        options.addAll(Arrays.asList(more));
        return new MeshDaemon(directory, name, options);
    }

    /** Links with TLS. */
    static MeshDaemon secure(Path directory, String name, InetSocketAddress at, String[] certificates, String... more)
            throws IOException {
        List<String> options = new ArrayList<>(
                List.of("--communicatord.secure-listen=cds://" + text(at), "--communicatord.my-address=" + text(at)));
        options.addAll(Arrays.asList(certificates));
        options.addAll(Arrays.asList(more));
        return new MeshDaemon(directory, name, options);
    }

    private MeshDaemon(Path directory, String name, List<String> more) throws IOException {
        Path data = Files.createDirectories(directory.resolve(name));
        socket = data.resolve("d.sock");
        List<String> options = new ArrayList<>(List.of(
                "--communicatord.server-name=" + name,
                "--communicatord.fabric=mesh",
                "--communicatord.data-path=" + data,
                "--communicatord.local-listen=off",
                "--communicatord.unix-listen=" + socket,
                "--communicatord.signal=off",
                "--communicatord.services=" + data,
                "--spring.main.web-application-type=none"));
        options.addAll(more);
        context = new SpringApplicationBuilder(CommunicatordApplication.class)
                .run(CommunicatordApplication.lastWins(options).toArray(String[]::new));
    }

    static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    LinePeer service(String name) throws IOException, InterruptedException {
        return service(name, "HI");
    }

    LinePeer service(String name, String commands) throws IOException, InterruptedException {
        return LinePeer.unix(socket).service(name, commands);
    }

    BrokerReport report() {
        return context.getBean(BrokerReports.class).now();
    }

    /** Machines that can be reached, of how many. */
    String cluster() {
        return report().cluster().reachable() + "/" + report().cluster().total();
    }

    @Override
    public void close() {
        context.close();
    }
}
