/**
 * Definitions of messages: which parameters a command has, and checking received messages against them.
 *
 * <p>Level 0, uses only {@code message}. Definitions come from {@code *.conf} files as the C++ library reads them, and from
 * those built in. Start reading at {@link io.eventdispatcher.message.definition.Definitions}.
 */
@NullMarked
package io.eventdispatcher.message.definition;

import org.jspecify.annotations.NullMarked;
