package io.eventdispatcher.source.signal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code sun.misc.Signal} of the module {@code jdk.unsupported}, looked up at run time: the compiler warns of every
 * mention of it, and a JVM cut down by {@code jlink} may lack it.
 *
 * <p>Threading: any thread.
 */
final class JdkSignals implements SignalPort {
    private static final String MISSING =
            "signals cannot be listened to: this JVM has no module jdk.unsupported; add it"
                    + " to the modules given to jlink";

    private @Nullable Access access;

    @Override
    public int number(String name) {
        Access jdk = access();
        return (int) jdk.call(jdk.getNumber, jdk.signal(name));
    }

    @Override
    public Installed install(String name, Runnable action) {
        Access jdk = access();
        Object signal = jdk.signal(name);
        Object before = jdk.call(jdk.handle, signal, jdk.handler(action));
        return new Installed() {
            @Override
            public Before before() {
                return jdk.describe(before);
            }

            @Override
            public void restore() {
                jdk.call(jdk.handle, signal, before);
            }
        };
    }

    @Override
    public void raise(String name) {
        Access jdk = access();
        jdk.call(jdk.raise, jdk.signal(name));
    }

    private synchronized Access access() {
        Access found = access;
        if (found == null) {
            found = Access.find();
            access = found;
        }
        return found;
    }

    /** The members of the two classes. */
    private record Access(
            Class<?> handlerType,
            MethodHandle newSignal,
            MethodHandle getNumber,
            MethodHandle handle,
            MethodHandle raise,
            Object systemDefault,
            Object ignore) {

        static Access find() {
            try {
                ClassLoader jdk = ClassLoader.getPlatformClassLoader();
                Class<?> signal = jdk.loadClass("sun.misc.Signal");
                Class<?> handler = jdk.loadClass("sun.misc.SignalHandler");
                Lookup lookup = MethodHandles.publicLookup();
                return new Access(
                        handler,
                        lookup.findConstructor(signal, MethodType.methodType(void.class, String.class)),
                        lookup.findVirtual(signal, "getNumber", MethodType.methodType(int.class)),
                        lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler)),
                        lookup.findStatic(signal, "raise", MethodType.methodType(void.class, signal)),
                        Objects.requireNonNull(handler.getField("SIG_DFL").get(null)),
                        Objects.requireNonNull(handler.getField("SIG_IGN").get(null)));
            } catch (ReflectiveOperationException e) {
                throw new UnsupportedOperationException(MISSING, e);
            }
        }

        Object signal(String name) {
            return call(newSignal, name);
        }

        Object handler(Runnable action) {
            InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "signal handler of Event Dispatcher";
            };
            return Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, calls);
        }

        Before describe(Object handler) {
            if (handler.equals(ignore)) {
                return Before.IGNORED;
            }
            // It is wrapped in a class of sun.misc, whose text is that of the class that tells.
            boolean isNative = handler.toString().contains("NativeHandler");
            return isNative && !handler.equals(systemDefault) ? Before.NATIVE : Before.FREE;
        }

        /** Calls a method that returns something; null becomes this object. */
        Object call(MethodHandle method, Object... arguments) {
            try {
                Object result = method.invokeWithArguments(arguments);
                return result == null ? this : result;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("signal call failed: " + method, e);
            }
        }
    }
}
