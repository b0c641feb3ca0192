/**
 * Where a message goes and who may send it, as pure functions of message, registry and what is known of other daemons. Uses
 * {@code registry}; start reading at {@link io.eventdispatcher.communicatord.routing.Router}.
 */
@NullMarked
package io.eventdispatcher.communicatord.routing;

import org.jspecify.annotations.NullMarked;
