package io.eventdispatcher.communicatord.daemon;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows services, what waits for them, and what was dropped and why. Reads only; no text of a message appears.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@Endpoint(id = "communicatord")
public final class CommunicatordEndpoint {

    private final BrokerReports reports;

    /**
     * Makes the endpoint.
     *
     * @param reports asks the broker
     */
    public CommunicatordEndpoint(BrokerReports reports) {
        this.reports = reports;
    }

    /**
     * Shows everything.
     *
     * @return the report
     */
    @ReadOperation
    public BrokerReport report() {
        return reports.now();
    }

    /**
     * Shows one service.
     *
     * @param service its name
     * @return null, which becomes 404, when nobody has the name
     */
    @ReadOperation
    public BrokerReport.@Nullable ServiceReport service(@Selector String service) {
        return reports.now().services().stream()
                .filter(each -> each.name().equals(service))
                .findFirst()
                .orElse(null);
    }
}
