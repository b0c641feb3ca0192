/**
 * The way to daemons on other machines. Uses {@code routing}, {@code registry} and {@code status}, and no sockets; start
 * reading at {@link io.eventdispatcher.communicatord.peer.ClusterFabric} and {@link
 * io.eventdispatcher.communicatord.peer.MeshFabric}.
 */
@NullMarked
package io.eventdispatcher.communicatord.peer;

import org.jspecify.annotations.NullMarked;
