/**
 * Where to listen and whom to connect to, as values: parse, check, print; nothing is resolved or opened here.
 *
 * <p>Level 0: uses no other package of the library. Start reading at {@link io.eventdispatcher.endpoint.Endpoint}.
 */
@NullMarked
package io.eventdispatcher.endpoint;

import org.jspecify.annotations.NullMarked;
