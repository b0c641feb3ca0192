package io.eventdispatcher.transport.tls;

import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Makes the engine of one handshake, of the material that is current at that moment.
 *
 * <p>Threading: any thread.
 */
final class TlsEngines {

    private TlsEngines() {}

    static SSLEngine server(TlsOptions options) {
        SSLEngine engine = options.context().current().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine, options);
        parameters.setUseCipherSuitesOrder(true);
        switch (options.clientAuth()) {
            case NEED -> parameters.setNeedClientAuth(true);
            case WANT -> parameters.setWantClientAuth(true);
            case NONE -> parameters.setNeedClientAuth(false);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    static SSLEngine client(TlsOptions options, String host, int port) {
        String name = options.serverName() == null ? host : options.serverName();
        SSLEngine engine = options.context().current().createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, options);
        if (options.verifyHostName()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setServerNames(serverNames(name));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters(SSLEngine engine, TlsOptions options) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(options.protocols().toArray(String[]::new));
        parameters.setCipherSuites(Arrays.stream(engine.getSupportedCipherSuites())
                .filter(TlsEngines::isSafe)
                .toArray(String[]::new));
        return parameters;
    }

    /** Forward secrecy and authenticated encryption: all of TLS 1.3, few of TLS 1.2 (RFC 9325 section 4.2). */
    private static boolean isSafe(String cipherSuite) {
        return cipherSuite.startsWith("TLS_AES_")
                || cipherSuite.startsWith("TLS_CHACHA20_")
                || (cipherSuite.startsWith("TLS_ECDHE_")
                        && (cipherSuite.contains("_GCM_") || cipherSuite.contains("_CHACHA20_")));
    }

    /** Addresses are not names, and what no certificate can be for is not asked for (RFC 6066 section 3). */
    private static List<SNIServerName> serverNames(String name) {
        boolean address = name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (address) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
