/**
 * Clients declared as interfaces: {@link io.eventdispatcher.spring.annotation.MessageExchange}. Start reading at {@link
 * io.eventdispatcher.spring.exchange.MessageExchanges}, which makes them; what finds them and registers their beans is {@link
 * io.eventdispatcher.spring.exchange.MessageExchangeBeans}. Knows clients and the rules for values of handlers; is known by
 * auto-configuration only.
 */
@NullMarked
package io.eventdispatcher.spring.exchange;

import org.jspecify.annotations.NullMarked;
