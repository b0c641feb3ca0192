package io.eventdispatcher.tools.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options of {@code ed-signal} as one source gives them: command line, environment or file. What a source does not
 * say is null.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class SignalOptions {

    /** What {@code --type} may say. */
    enum Type {
        TCP,
        UDP
    }

    /** What {@code --format} may say. */
    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-m", "--message"},
            paramLabel = "MESSAGE",
            description = "What to send, [[server:]service/]COMMAND. The service . is every local one, * is every one.")
    @Nullable
    String message;

    @Parameters(arity = "0..1", paramLabel = "MESSAGE", description = "What to send, in place of --message.")
    @Nullable
    String freeMessage;

    @Option(
            names = {"-p", "--param"},
            arity = "1..*",
            paramLabel = "NAME[=VALUE]",
            description = "Parameters of the message; without '=' the value is empty. On the command line only.")
    @Nullable
    List<String> params;

    @Option(
            names = {"-s", "--server"},
            paramLabel = "NAME",
            description = "Destination server. A value with a colon is taken for --host, as old versions had it.")
    @Nullable
    String server;

    @Option(
            names = {"-S", "--service"},
            paramLabel = "NAME",
            description = "Destination service.")
    @Nullable
    String service;

    @Option(
            names = {"-H", "--host"},
            paramLabel = "ADDRESS[:PORT]|FILE@VARIABLE|URI",
            description =
                    "Where to connect, default 127.0.0.1:4041. FILE@VARIABLE takes the address from a configuration"
                            + " file. A URI (tcp: tls: udp: unix: unix-dgram: fifo:) says the type, too.")
    @Nullable
    String host;

    @Option(
            names = {"-u", "--unix"},
            paramLabel = "PATH",
            description = "Connect to this Unix socket, in place of --host.")
    @Nullable
    String unix;

    @Option(
            names = {"-t", "--type"},
            paramLabel = "tcp|udp",
            description = "Transport, default udp.")
    @Nullable
    Type type;

    @Option(
            names = {"-c", "--secret-code"},
            paramLabel = "TEXT",
            description = "Secret of the receiver of datagrams; udp and unix-dgram only.")
    @Nullable
    String secretCode;

    @Option(
            names = {"-r", "--reply"},
            description = "Wait for the reply and print it.")
    @Nullable
    Boolean reply;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            description = "With --reply: how long a line that may be a greeting waits for one that surely is the reply,"
                    + " default 500ms; 0 takes the first line, whatever it is.")
    @Nullable
    Duration settle;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "For connecting, sending and the reply together, default 10s.")
    @Nullable
    Duration timeout;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "Form of the message sent and of the reply printed, default text.")
    @Nullable
    Format format;

    @Option(
            names = "--trace",
            description = "Show on standard error what is connected, sent and received; secrets as ***.")
    @Nullable
    Boolean trace;

    @Option(
            names = {"-e", "--encrypt"},
            arity = "1",
            paramLabel = "BOOLEAN",
            description = "TLS with --type tcp, default false. As in the original the certificate of the server is not"
                    + " checked, unless --ca is given; use --host tls://… to have it checked.")
    @Nullable
    Boolean encrypt;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trusted certificates, PEM; without it those of the Java runtime.")
    @Nullable
    Path ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "Own certificate chain, PEM; with --key.")
    @Nullable
    Path cert;

    @Option(names = "--key", paramLabel = "FILE", description = "Private key of --cert, PEM, PKCS #8, not encrypted.")
    @Nullable
    Path key;

    @Option(
            names = "--tls-name",
            paramLabel = "NAME",
            description = "Name the certificate of the server must have, in place of the host.")
    @Nullable
    String tlsName;

    @Option(names = "--insecure", description = "Do not check the certificate of the server.")
    @Nullable
    Boolean insecure;
}
