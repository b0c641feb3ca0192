/**
 * What the daemon says about cluster, clock and load, and what it counts. Uses nothing of the other packages; start reading
 * at {@link io.eventdispatcher.communicatord.status.Traffic}.
 */
@NullMarked
package io.eventdispatcher.communicatord.status;

import org.jspecify.annotations.NullMarked;
