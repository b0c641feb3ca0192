/**
 * The parts of {@code ed-console}: a connection that comes back, what is known about its peer, and two ways to type lines, at a
 * terminal and in a script. Uses {@code cli}; start reading at {@link io.eventdispatcher.tools.console.Conversation}.
 */
@NullMarked
package io.eventdispatcher.tools.console;

import org.jspecify.annotations.NullMarked;
