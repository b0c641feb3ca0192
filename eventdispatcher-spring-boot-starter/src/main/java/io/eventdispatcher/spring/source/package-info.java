/**
 * Events that do not come from peers, as application events: signals and changes of files. They run on the event loop of the
 * application and start and stop with it.
 *
 * <p>Start reading at {@link io.eventdispatcher.spring.source.SignalReceivedEvent} and {@link
 * io.eventdispatcher.spring.source.FileChangedEvent}.
 */
@NullMarked
package io.eventdispatcher.spring.source;

import org.jspecify.annotations.NullMarked;
