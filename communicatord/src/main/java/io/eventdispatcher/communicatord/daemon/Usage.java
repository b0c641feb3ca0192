package io.eventdispatcher.communicatord.daemon;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --help} and {@code --version} print.
 *
 * <p>Threading: immutable.
 */
final class Usage {

    private static final String TEXT = """
            usage: java -jar communicatord-exec.jar [options]

            Carries messages between the services of this machine, and of others that it is linked to.

              --unix-listen PATH          Unix socket for services of this machine; auto, or off
              --local-listen HOST:PORT    TCP for services of this machine (127.0.0.1:4040), or off
              --signal HOST:PORT          UDP for scripts (127.0.0.1:4041), or off
              --remote-listen HOST:PORT   plain TCP for other machines (off)
              --secure-listen HOST:PORT   TLS for other machines (off), with --certificate PEM, --private-key PEM
                                          and --ca-certificate PEM
              --server-name NAME          of this machine; its host name
              --my-address HOST:PORT      where other machines reach it
              --neighbors HOST:PORT,...   daemons of other machines to be linked to
              --data-path DIRECTORY       where they are remembered
              --services DIRECTORY        of the installed services
              --unix-group GROUP, --signal-secret TEXT, --max-connections NUMBER
              --debug-all-messages        checks what is forwarded against the known commands
              --communicatord.NAME=VALUE  any property of the daemon, --NAME.OF.PROPERTY=VALUE any of Spring Boot
              --help, --version           print this, or the version, and end

            The variable COMMUNICATORD may hold options too; those on the command line win. The same properties are read from
            /etc/communicator/communicatord.yml. SIGTERM ends the daemon in order, SIGHUP reopens its log files.
            Exit codes: 0 stopped by an operator, 1 it cannot start, 143 stopped by SIGTERM.
            """;

    private Usage() {}

    /**
     * Returns what is to be printed instead of starting.
     *
     * @param arguments of the command line
     * @param version of the jar, null if it has none
     * @return empty if nobody asks for it
     */
    static Optional<String> askedFor(List<String> arguments, @Nullable String version) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return Optional.of(TEXT);
        }
        return arguments.contains("--version")
                ? Optional.of("communicatord " + (version == null ? "(not packaged)" : version) + "\n")
                : Optional.empty();
    }
}
