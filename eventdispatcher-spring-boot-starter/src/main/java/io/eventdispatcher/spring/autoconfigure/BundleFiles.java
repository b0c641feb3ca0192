package io.eventdispatcher.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Finds the property that names a file an SSL bundle could not be loaded from.
 *
 * <p>Threading: one thread at a time.
 *
 * @param environment has the properties of the bundles
 * @param loader opens what they name
 */
record BundleFiles(Environment environment, ResourceLoader loader) {

    private static final String PREFIX = "spring.ssl.bundle.";
    private static final List<String> PEM =
            List.of("keystore.certificate", "keystore.private-key", "truststore.certificate");
    private static final List<String> JKS = List.of("keystore.location", "truststore.location");

    /** Opens what properties name in the same way as Spring Boot: a path without a scheme is a file. */
    static BundleFiles of(Environment environment, ResourceLoader loader) {
        return new BundleFiles(environment, ApplicationResourceLoader.get(loader, true));
    }

    /** The part of the configuration that describes a bundle. */
    static String key(String bundle) {
        return PREFIX + "pem." + bundle + " (or .jks." + bundle + ")";
    }

    /** Throws if one of the files of a bundle cannot be read; returns if the fault is elsewhere. */
    void refuseUnreadable(String bundle) {
        PEM.forEach(name -> refuseUnreadable(PREFIX + "pem." + bundle + "." + name, true));
        JKS.forEach(name -> refuseUnreadable(PREFIX + "jks." + bundle + "." + name, false));
    }

    private void refuseUnreadable(String key, boolean mayBeContent) {
        String value = environment.getProperty(key);
        if (value == null || value.isBlank() || (mayBeContent && value.contains("-----BEGIN"))) {
            return;
        }
        Resource resource = loader.getResource(value);
        if (!resource.exists()) {
            throw new UnusablePropertyException(
                    key,
                    value,
                    "there is no such file (" + resource.getDescription() + ")",
                    "name a file that exists, for example file:/etc/ssl/app.crt");
        }
        try (InputStream file = resource.getInputStream()) {
            file.read();
        } catch (IOException e) {
            throw new UnusablePropertyException(
                    key, value, "the file cannot be read: " + e.getMessage(), "let this process read the file");
        }
    }
}
