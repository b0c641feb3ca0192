package io.eventdispatcher.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on which nobody listens, for tests that need to know theirs before it is bound. */
public final class TestPorts {

    /** Below all ports that the system chooses by itself, for whoever asks for any and for clients: nobody gets it meanwhile. */
    private static final int LOWEST = 10_000;

    private static final int HIGHEST = 30_000;

    private TestPorts() {}

    /** A port that is free now and stays so until somebody binds it on purpose. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
    }

    /** Whether it can be bound. */
    public static boolean isFree(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
