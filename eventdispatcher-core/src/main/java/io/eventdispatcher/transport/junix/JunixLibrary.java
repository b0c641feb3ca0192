package io.eventdispatcher.transport.junix;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.transport.BindFailedException;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether junixsocket is there and works on this platform. Loads without it.
 *
 * <p>Threading: any thread.
 */
final class JunixLibrary {

    private JunixLibrary() {}

    /** Returns null when everything is well, else what is missing and what to do. */
    static @Nullable String problem(boolean abstractName) {
        try {
            return Junix.problem(abstractName);
        } catch (NoClassDefFoundError e) {
            return "abstract names and datagrams of Unix sockets need junixsocket, which is not on the class path; add"
                    + " the dependency com.kohlschutter.junixsocket:junixsocket-core (its type is pom)";
        } catch (LinkageError e) {
            return "junixsocket (com.kohlschutter.junixsocket:junixsocket-core) does not work here: " + e;
        }
    }

    static void checkForListening(Endpoint endpoint, boolean abstractName) throws BindFailedException {
        String problem = problem(abstractName);
        if (problem != null) {
            throw new BindFailedException(endpoint, Reason.INVALID, problem, null);
        }
    }

    static void checkForConnecting(Object target, boolean abstractName) throws IOException {
        String problem = problem(abstractName);
        if (problem != null) {
            throw new IOException("cannot connect to " + target + ": " + problem);
        }
    }
}
