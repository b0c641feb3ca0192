package io.eventdispatcher.loop;

/**
 * The life of a loop. Allowed moves: IDLE to RUNNING and back (one thread is inside {@code runOnce} or {@code run});
 * IDLE or RUNNING to CLOSING to CLOSED. CLOSING means that another thread asked and the running one has yet to clean
 * up.
 */
enum LoopState {
    IDLE,
    RUNNING,
    CLOSING,
    CLOSED
}
