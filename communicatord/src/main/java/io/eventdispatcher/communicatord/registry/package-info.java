/**
 * Who is connected, under which name, with which commands. Uses nothing of the other packages and no I/O; start reading at
 * {@link io.eventdispatcher.communicatord.registry.Services}.
 */
@NullMarked
package io.eventdispatcher.communicatord.registry;

import org.jspecify.annotations.NullMarked;
