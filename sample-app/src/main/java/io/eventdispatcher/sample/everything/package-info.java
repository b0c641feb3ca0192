/**
 * The profile {@code everything}: one listener per transport and one of each event source, on loopback and in a scratch
 * folder, so that each can be tried with standard tools.
 */
@NullMarked
package io.eventdispatcher.sample.everything;

import org.jspecify.annotations.NullMarked;
