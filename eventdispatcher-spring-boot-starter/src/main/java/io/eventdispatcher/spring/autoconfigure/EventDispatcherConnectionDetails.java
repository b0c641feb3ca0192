package io.eventdispatcher.spring.autoconfigure;

import java.util.List;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where one configured client connects, in place of its {@code uri}: for tests and containers that know it only when they
 * run. One bean for each such client.
 *
 * <p>Threading: called by the thread that starts the application.
 *
 * @since 0.1
 */
public interface EventDispatcherConnectionDetails extends ConnectionDetails {

    /**
     * Returns which client.
     *
     * @return its name below {@code eventdispatcher.clients}
     */
    String getClient();

    /**
     * Returns where it connects.
     *
     * @return one address or several, as in {@code uri}
     */
    List<String> getUris();
}
