package io.eventdispatcher.spring.lifecycle.restarted;

import io.eventdispatcher.loop.JdkDelays;
import java.beans.Introspector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** Runs the application twice, each time with a class loader of its own, and prints what is left of it. */
public final class Restarts {

    private static final String APPLICATION = RestartedApplication.class.getName();
    private static final int ROUNDS = 50;
    private static final long ROUND_NANOS = 100_000_000;

    private Restarts() {}

    /**
     * Runs it.
     *
     * @param args the port to listen on
     */
    public static void main(String[] args) throws Exception {
        // Spring Boot keeps the class loader that it first sees, for the end of the process and for conversions
        System.setProperty("logging.register-shutdown-hook", "false");
        RestartedApplication.runNothing();
        // the JDK's thread for delays keeps, up to Java 23, the protection domains of all callers of who needs it first
        JdkDelays.executor(0).execute(() -> {});

        int port = Integer.parseInt(args[0]);
        List<Integer> answers = new ArrayList<>();
        List<WeakReference<ClassLoader>> loaders = List.of(run(port, answers), run(port, answers));
        long left = ROUNDS;
        for (int i = 0; i < ROUNDS && (left > 0 || !threads().isEmpty()); i++) {
            clearCachesAsDevToolsDoes();
            System.gc();
            left = loaders.stream().filter(loader -> !loader.refersTo(null)).count();
            LockSupport.parkNanos(left == 0 ? 1 : ROUND_NANOS);
        }
        System.out.println("RESTARTED answers=" + answers + " port=" + (isFree(port) ? "free" : "taken") + " threads="
                + threads() + " loaders=" + left);
        System.exit(left == 0 ? 0 : 1);
    }

    /** In a thread of its own, as DevTools does it, so that nothing stays behind in this one. */
    private static WeakReference<ClassLoader> run(int port, List<Integer> answers) throws Exception {
        ClassLoader loader = new RestartLoader(Restarts.class.getClassLoader());
        FutureTask<Integer> run = new FutureTask<>(() -> {
            Class<?> type = loader.loadClass(APPLICATION);
            if (type.getClassLoader() != loader) {
                throw new IllegalStateException("loaded by another: " + type.getClassLoader());
            }
            return ((IntUnaryOperator) type.getConstructor().newInstance()).applyAsInt(port);
        });
        Thread main = new Thread(run, "restartedMain");
        main.setContextClassLoader(loader);
        main.start();
        answers.add(run.get());
        main.join();
        return new WeakReference<>(loader);
    }

    private static boolean isFree(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }

    /** Those of the library, and all that know the class loader of an application. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("eventdispatcher")
                        || thread.getName().startsWith("task-")
                        || thread.getContextClassLoader() instanceof RestartLoader)
                .map(Thread::getName)
                .toList();
    }

    private static void clearCachesAsDevToolsDoes() {
        Introspector.flushCaches();
        ResolvableType.clearCache();
        ReflectionUtils.clearCache();
        AnnotationUtils.clearCache();
    }

    /** Defines the classes of the application itself and leaves everything else to its parent. */
    private static final class RestartLoader extends ClassLoader {

        RestartLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(APPLICATION)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (stream == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = stream.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
