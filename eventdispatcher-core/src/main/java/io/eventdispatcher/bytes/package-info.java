/**
 * Immutable byte sequences that can be copied out: what is handed to a connection for sending.
 *
 * <p>Level 0, uses nothing. Start reading at {@link io.eventdispatcher.bytes.ByteSource}.
 */
@NullMarked
package io.eventdispatcher.bytes;

import org.jspecify.annotations.NullMarked;
