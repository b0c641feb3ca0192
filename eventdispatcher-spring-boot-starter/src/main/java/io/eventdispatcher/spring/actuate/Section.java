package io.eventdispatcher.spring.actuate;

/**
 * Names of the sections of the endpoint, as they stand in its paths.
 *
 * <p>Threading: immutable.
 */
final class Section {

    static final String LISTENERS = "listeners";
    static final String CLIENTS = "clients";
    static final String HANDLERS = "handlers";
    static final String COMMUNICATOR = "communicator";
    static final String CONNECTIONS = "connections";
    static final String TIMERS = "timers";
    static final String LOOP = "loop";
    static final String LOOPS = "loops";
    static final String SOURCES = "sources";
    static final String TRACE = "trace";

    private Section() {}
}
