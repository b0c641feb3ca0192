package io.eventdispatcher.spring.tls;

import io.eventdispatcher.loop.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundles that listeners and clients use, each loaded once and followed when it changes.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class SslMaterials {

    private final @Nullable SslBundles bundles;
    private final NanoClock clock;
    private final List<SslMaterial> used = new ArrayList<>();
    private final List<Consumer<SslMaterial>> watchers = new ArrayList<>();

    /**
     * Creates the collection, without loading anything.
     *
     * @param bundles of the application; null if it has none
     * @param clock tells when something was loaded
     */
    public SslMaterials(@Nullable SslBundles bundles, NanoClock clock) {
        this.bundles = bundles;
        this.clock = clock;
    }

    /**
     * Returns the names of the bundles there are.
     *
     * @return in the order of the application
     */
    public List<String> names() {
        return bundles == null ? List.of() : bundles.getBundleNames();
    }

    /**
     * Loads a bundle, unless that was done before, and follows its changes from now on.
     *
     * @param bundle its name
     * @return what it holds
     * @throws NoSuchSslBundleException if there is none of that name
     * @throws RuntimeException if it cannot be loaded; what the message says depends on where it comes from
     */
    public SslMaterial get(String bundle) {
        SslMaterial added;
        List<Consumer<SslMaterial>> told;
        synchronized (this) {
            for (SslMaterial each : used) {
                if (each.bundle().equals(bundle)) {
                    return each;
                }
            }
            if (bundles == null) {
                throw new NoSuchSslBundleException(bundle, "there are no SSL bundles");
            }
            added = new SslMaterial(bundle, bundles.getBundle(bundle), clock);
            bundles.addBundleUpdateHandler(bundle, added::update);
            used.add(added);
            told = List.copyOf(watchers);
        }
        told.forEach(watcher -> watcher.accept(added));
        return added;
    }

    /**
     * Hands each bundle in use to an action, those that are used now and those that will be.
     *
     * @param action called on the calling thread, later on the one that uses a bundle first
     */
    public void forEachEver(Consumer<SslMaterial> action) {
        List<SslMaterial> present;
        synchronized (this) {
            watchers.add(action);
            present = List.copyOf(used);
        }
        present.forEach(action);
    }
}
