package io.eventdispatcher.communicatord.routing;

/**
 * What is known of other daemons.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public interface Presence {

    /** There are no others. */
    Presence ALONE = new Presence() {
        @Override
        public boolean reaches(String server) {
            return false;
        }

        @Override
        public boolean runs(String service) {
            return false;
        }

        @Override
        public int machines() {
            return 1;
        }

        @Override
        public int reachable() {
            return 1;
        }
    };

    /**
     * Tells whether there is a way to another daemon.
     *
     * @param server its name
     * @return whether a message can be sent there
     */
    boolean reaches(String server);

    /**
     * Tells whether another daemon has a service.
     *
     * @param service its name
     * @return whether a message to it would find it
     */
    boolean runs(String service);

    /**
     * Returns the number of machines that belong together.
     *
     * @return 1 or more, this one included
     */
    int machines();

    /**
     * Returns the number of machines that can be reached now.
     *
     * @return 1 or more, this one included
     */
    int reachable();
}
