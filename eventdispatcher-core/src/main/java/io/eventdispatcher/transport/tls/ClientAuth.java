package io.eventdispatcher.transport.tls;

/**
 * Whether a server asks its clients for a certificate.
 *
 * @since 0.1
 */
public enum ClientAuth {
    /** It does not ask. */
    NONE,
    /** It asks; a client without one is welcome, one with a certificate that is not trusted is refused. */
    WANT,
    /** It asks, and refuses whoever has none. */
    NEED
}
