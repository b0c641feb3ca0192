/** Starts what users build with the installed artifacts, and does what their first users do. */
@NullMarked
package io.eventdispatcher.consumer;

import org.jspecify.annotations.NullMarked;
