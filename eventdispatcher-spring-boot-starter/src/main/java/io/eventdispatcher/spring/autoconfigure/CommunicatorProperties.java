package io.eventdispatcher.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties under {@code eventdispatcher.communicator}: this application as a service of the daemon communicatord.
 *
 * <p>Threading: immutable.
 *
 * @param mode Whether the daemon is a process of its own, or runs inside this application, for development and tests.
 * @param uri Where the daemon listens, for example cd:///run/communicator/communicatord.sock or cd://127.0.0.1:4040; several
 *     are tried in turn. Without it the application is no service of the daemon.
 * @param serviceName Name under which the application registers; by default spring.application.name with underscores for
 *     dashes.
 * @param password Password that the daemon asks for with this name.
 * @param readyTimeout Time within which the daemon must answer the registration; then the connection is made anew.
 * @since 0.1
 */
@ConfigurationProperties("eventdispatcher.communicator")
public record CommunicatorProperties(
        @DefaultValue("external") Mode mode,
        @DefaultValue List<String> uri,
        @Nullable String serviceName,
        @Nullable String password,
        @DefaultValue("10s") Duration readyTimeout) {

    /**
     * Where the daemon runs.
     *
     * @since 0.1
     */
    public enum Mode {
        /** In a process of its own. */
        EXTERNAL,
        /** Inside this application; the module communicatord must be on the class path. */
        EMBEDDED
    }

    @Override
    public String toString() {
        return "CommunicatorProperties[mode=" + mode + ", uri=" + uri + ", serviceName=" + serviceName + ", password="
                + (password == null ? "none" : "***") + ", readyTimeout=" + readyTimeout + "]";
    }
}
