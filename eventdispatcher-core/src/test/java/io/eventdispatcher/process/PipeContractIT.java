package io.eventdispatcher.process;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.testing.PumpedContract;
import io.eventdispatcher.transport.StreamTransportFactory;
import java.net.SocketAddress;

/** The contract over the pipes of the system. */
class PipeContractIT implements PumpedContract {

    private final PipePairs factory = new PipePairs();
    private int endpoints;

    @Override
    public StreamTransportFactory factory() {
        return factory;
    }

    @Override
    public Endpoint endpoint() {
        endpoints++;
        return new LocalEndpoint("pipe-" + endpoints);
    }

    @Override
    public SocketAddress deadAddress() {
        return PipePairs.address("nobody");
    }
}
