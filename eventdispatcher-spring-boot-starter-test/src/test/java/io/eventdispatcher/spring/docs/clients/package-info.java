/** What {@code docs/clients.md} shows. */
@NullMarked
package io.eventdispatcher.spring.docs.clients;

import org.jspecify.annotations.NullMarked;
