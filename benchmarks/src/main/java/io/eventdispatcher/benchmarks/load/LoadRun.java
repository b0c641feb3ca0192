package io.eventdispatcher.benchmarks.load;

import io.eventdispatcher.benchmarks.load.LoadOptions.Mode;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the parts of one run together.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class LoadRun {

    /** Announced when all idle connections are there. */
    static final String READY = "READY";

    private final LoadOptions options;
    private final Consumer<String> progress;
    private final Tally tally = new Tally();

    /** @param progress is told what begins */
    LoadRun(LoadOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @throws IOException if the server cannot be reached
     */
    LoadResult run() throws IOException {
        Workload workload = options.workload();
        Traffic traffic = new Traffic(workload, tally);
        try (Selector selector = Selector.open()) {
            Connector connector = new Connector(options.target(), workload, selector, options.sources());
            try {
                Measurement measurement = options.mode() == Mode.CHURN
                        ? churn(traffic, connector, selector)
                        : keep(traffic, connector, selector);
                return LoadResult.of(options, tally, measurement.first(), measurement.last());
            } finally {
                for (SelectionKey key : selector.keys()) {
                    ((LoadConnection) key.attachment()).close();
                }
            }
        }
    }

    private Measurement churn(Traffic traffic, Connector connector, Selector selector) throws IOException {
        Measurement measurement = new Measurement(tally, options, progress);
        new Churn(tally, traffic, connector, selector, options).run(measurement);
        return measurement;
    }

    private Measurement keep(Traffic traffic, Connector connector, Selector selector) throws IOException {
        Measurement idle = new Measurement(tally, options, progress);
        if (options.mode() == Mode.IDLE) {
            idle.begin();
        }
        List<LoadConnection> connections = connector.connectAll(options.connections());
        Pace pace = switch (options.mode()) {
            case OPEN -> new OpenPace(traffic, connections, options.rate());
            case IDLE -> new TouchPace(traffic, connections);
            default -> new ClosedPace(traffic, connections, options.outstanding());
        };
        LoadLoop loop = new LoadLoop(tally, traffic, pace, selector, options);
        if (options.mode() == Mode.IDLE) {
            loop.runUntilReceived(options.connections());
            idle.end();
            progress.accept(READY);
            loop.stay(options.measure());
            return idle;
        }
        Measurement measurement = new Measurement(tally, options, progress);
        loop.run(measurement);
        loop.drain();
        return measurement;
    }
}
