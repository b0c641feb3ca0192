/**
 * The broker of a machine: services register with it and send messages to each other by name.
 *
 * <pre>
 * registry  who is connected, under which name, with which commands      (no I/O, time is an argument)
 * routing   message + registry + other daemons -&gt; where it goes, and who may send what   (pure)
 * cache     messages for services that are not there
 * status    state of cluster, clock and load, counters
 * peer      the way to other daemons: {@code ClusterFabric}
 * daemon    connections, configuration, life cycle; knows all, is known by none
 * </pre>
 *
 * Start reading at {@link io.eventdispatcher.communicatord.daemon.Broker}.
 */
@NullMarked
package io.eventdispatcher.communicatord;

import org.jspecify.annotations.NullMarked;
