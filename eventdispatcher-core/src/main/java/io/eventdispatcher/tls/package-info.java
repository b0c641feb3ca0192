/**
 * Certificates and keys for TLS: read from PEM files or key stores, checked, exchanged while in use. No I/O with peers.
 *
 * <p>Level 0: uses no other package. Start reading at {@link io.eventdispatcher.tls.TlsContext}.
 */
@NullMarked
package io.eventdispatcher.tls;

import org.jspecify.annotations.NullMarked;
