/**
 * What operators see of the messages that pass. Pure, as {@code registry}, which it uses: time is an argument. Start reading at
 * {@link io.eventdispatcher.communicatord.tap.Tap}.
 */
@NullMarked
package io.eventdispatcher.communicatord.tap;

import org.jspecify.annotations.NullMarked;
