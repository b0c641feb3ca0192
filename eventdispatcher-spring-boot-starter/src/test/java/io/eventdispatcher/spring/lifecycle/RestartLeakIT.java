package io.eventdispatcher.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.autoconfigure.TestPorts;
import io.eventdispatcher.spring.lifecycle.restarted.Restarts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a restart by DevTools needs: the classes of the application live in a class loader of their own above that of the
 * libraries, and nothing in the libraries may hold on to it when the context is closed.
 */
@Timeout(120)
class RestartLeakIT {

    /** In a JVM of its own, in which soft references do not survive a collection. */
    @Test
    void afterARestartNoThreadNoClassLoaderAndNoPortIsLeft() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Restarts.class.getName(),
                        Integer.toString(TestPorts.freePort()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("RESTARTED answers=[6, 6] port=free threads=[] loaders=0");
        assertThat(process.exitValue()).isZero();
    }
}
