package io.eventdispatcher.spring.test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.Principal;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A TLS session that knows who the peer is and nothing else.
 *
 * <p>Threading: immutable.
 *
 * @param principal who the peer is
 */
record IdentifiedSession(Principal principal) implements InvocationHandler {

    static SSLSession of(Principal principal) {
        return (SSLSession) Proxy.newProxyInstance(
                IdentifiedSession.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                new IdentifiedSession(principal));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "getPeerPrincipal" -> principal;
            case "getProtocol" -> "TLSv1.3";
            case "getCipherSuite" -> "NONE";
            case "getId" -> new byte[0];
            case "getValueNames" -> new String[0];
            case "isValid" -> true;
            case "getPeerCertificates" -> throw new SSLPeerUnverifiedException("a test client has no certificate");
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "session of " + principal;
            default -> zero(method.getReturnType());
        };
    }

    private static @Nullable Object zero(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? (Object) 0L : null;
    }
}
