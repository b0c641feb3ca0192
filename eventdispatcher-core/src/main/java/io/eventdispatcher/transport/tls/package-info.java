/**
 * TLS around any other stream, TCP for the scheme {@code tls}. Level 2: uses its parent, {@code tls}, {@code loop},
 * {@code timer}, {@code framing} and {@code endpoint}.
 *
 * <p>A {@code Handshake} leads from the plain stream to a {@code TlsStream}; its work is done by threads of its own. Start reading at {@link
 * io.eventdispatcher.transport.tls.TlsTransportFactory}; what can be set is in {@link
 * io.eventdispatcher.transport.tls.TlsOptions}.
 */
@NullMarked
package io.eventdispatcher.transport.tls;

import org.jspecify.annotations.NullMarked;
