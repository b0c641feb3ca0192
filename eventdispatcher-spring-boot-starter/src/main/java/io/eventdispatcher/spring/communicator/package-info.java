/**
 * Services of other processes by name, through the daemon communicatord. Uses {@code lifecycle}; start reading at {@link
 * io.eventdispatcher.spring.communicator.CommunicatorClient}.
 */
@NullMarked
package io.eventdispatcher.spring.communicator;

import org.jspecify.annotations.NullMarked;
