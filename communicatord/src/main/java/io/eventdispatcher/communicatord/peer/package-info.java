/**
 * The way to daemons on other machines. Uses {@code routing} and {@code registry}; start reading at
 * {@link io.eventdispatcher.communicatord.peer.ClusterFabric}.
 */
@NullMarked
package io.eventdispatcher.communicatord.peer;

import org.jspecify.annotations.NullMarked;
