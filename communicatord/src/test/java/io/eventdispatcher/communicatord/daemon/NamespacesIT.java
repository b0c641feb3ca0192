package io.eventdispatcher.communicatord.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.communicatord.testing.LinePeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three machines, which are network namespaces, with a daemon each: first in a chain (which is a star as well, with the one
 * in the middle as its hub), then everybody with everybody. Needs the right to make network namespaces; is skipped, and counted
 * as such, without it.
 */
@Timeout(180)
class NamespacesIT {

    private static final String EVENTS =
            "HI,HANGUP,NEW_REMOTE_CONNECTION,CLUSTER_COMPLETE,CLUSTER_INCOMPLETE,CLUSTER_UP," + "CLUSTER_DOWN";
    private static final Duration NOTICED = Duration.ofSeconds(6);
    private static final Duration HEALED = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private final String prefix = "ed" + ProcessHandle.current().pid() % 100_000;
    private final Deque<Runnable> cleanUp = new ArrayDeque<>();

    @AfterEach
    void cleanUp() {
        cleanUp.forEach(Runnable::run);
    }

    @Test
    void threeMachinesServeEachOtherWhateverHappensToTheirCables() throws Exception {
        for (String name : List.of("a", "b", "c", "m")) {
            Assumptions.assumeTrue(
                    succeeds("ip", "netns", "add", prefix + name), "network namespaces are not permitted here");
            cleanUp.push(() -> succeeds("ip", "netns", "del", prefix + name));
            ip(name, "link set lo up");
        }
        cable("a", "10.77.1.1/24", "b", "10.77.1.2/24");
        cable("b", "10.77.2.2/24", "c", "10.77.2.3/24");
        Process a = daemon("a", "10.77.1.1", "10.77.1.2");
        Process b = daemon("b", "10.77.1.2", "");
        Process c = daemon("c", "10.77.2.3", "10.77.2.2");
        try (LinePeer one = service("a", "one", a);
                LinePeer two = service("b", "two", b);
                LinePeer three = service("c", "three", c)) {
            for (LinePeer each : List.of(one, two, three)) {
                awaitAll(each);
            }
            talk(one, two, three);
            // a third cable: there is a direct way now, which is found
            cable("a", "10.77.3.1/24", "c", "10.77.3.3/24");
            ip("a", "route add 10.77.2.3/32 via 10.77.3.3 src 10.77.1.1");
            ip("c", "route add 10.77.1.1/32 via 10.77.3.1 src 10.77.2.3");
            one.hearsOf("NEW_REMOTE_CONNECTION server_name=c", Duration.ofSeconds(10));
            // a cable is cut for ten seconds: noticed on both sides, the way round is taken, it heals
            long cut = System.nanoTime();
            ip("m", "link set ab down");
            one.hearsOf("HANGUP server_name=b", NOTICED);
            two.hearsOf("HANGUP server_name=a", NOTICED);
            talk(one, two, three);
            assertThat(one.next(Duration.ofNanos(cut + TimeUnit.SECONDS.toNanos(10) - System.nanoTime())))
                    .as("all can be reached, so that there is nothing to tell")
                    .isNull();
            ip("m", "link set ab up");
            one.hearsOf("NEW_REMOTE_CONNECTION server_name=b", HEALED);
            two.hearsOf("NEW_REMOTE_CONNECTION server_name=a", HEALED);
            talk(one, two, three);
            // one daemon stands still, and is killed
            succeeds("kill", "-STOP", Long.toString(c.pid()));
            one.hearsOf("CLUSTER_INCOMPLETE neighbors_count=3", NOTICED);
            two.hearsOf("CLUSTER_INCOMPLETE neighbors_count=3", NOTICED);
            c.destroyForcibly();
            one.say("two/HI x=last");
            two.hearsOf("<a:one b:two/HI x=last", Duration.ofSeconds(5));
        }
    }

    private static void talk(LinePeer one, LinePeer two, LinePeer three) throws Exception {
        Duration soon = Duration.ofSeconds(5);
        one.say("three/HI x=1");
        three.hearsOf("<a:one c:three/HI x=1", soon);
        three.say("a:one/HI x=2");
        one.hearsOf("<c:three a:one/HI x=2", soon);
        one.say("two/HI x=3");
        two.hearsOf("<a:one b:two/HI x=3", soon);
        three.say("*/HI x=4");
        for (LinePeer each : List.of(one, two, three)) {
            each.hearsOf("<c:three */HI x=4", soon);
        }
        three.say("*/HI x=5");
        for (LinePeer each : List.of(one, two, three)) {
            assertThat(each.next(soon)).as("each broadcast once").isEqualTo("<c:three */HI x=5");
        }
    }

    private static void awaitAll(LinePeer service) throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            service.say("CLUSTER_GET_STATUS");
            return service.hearsOf("CLUSTER_CURRENT_STATUS", Duration.ofSeconds(5))
                    .contains("neighbors_count=3;quorum=2;reachable=3");
        });
        while (service.next(Duration.ofMillis(100)) != null) {
            // what was told on the way there
        }
    }

    private LinePeer service(String machine, String name, Process daemon) throws Exception {
        Path socket = directory.resolve(machine).resolve("d.sock");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(daemon.isAlive()).as(() -> log(machine)).isTrue();
            return Files.exists(socket) && log(machine).contains("Started CommunicatordApplication");
        });
        return LinePeer.unix(socket).service(name, EVENTS);
    }

    private String log(String machine) {
        try {
            return Files.readString(directory.resolve(machine).resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Process daemon(String machine, String address, String neighbor) throws IOException {
        Path data = Files.createDirectories(directory.resolve(machine));
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                prefix + machine,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CommunicatordApplication.class.getName(),
                "--server-name",
                machine,
                "--my-address",
                address + ":4042",
                "--remote-listen",
                "0.0.0.0:4042",
                "--communicatord.unsafe-plaintext=true",
                "--communicatord.fabric=mesh",
                "--data-path",
                data.toString(),
                "--unix-listen",
                data.resolve("d.sock").toString(),
                "--spring.main.web-application-type=none"));
        if (!neighbor.isEmpty()) {
            command.addAll(List.of("--neighbors", neighbor));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start();
        cleanUp.push(() -> {
            try {
                boolean unused = process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return process;
    }

    /** Both ends go into a bridge in a namespace of its own: when that is down nothing passes, and nobody is told. */
    private void cable(String one, String oneAddress, String other, String otherAddress) throws Exception {
        String name = one + other;
        ip("m", "link add " + name + " type bridge");
        end(one, name, oneAddress);
        end(other, name, otherAddress);
        ip("m", "link set " + name + " up");
    }

    private void end(String machine, String cable, String address) throws Exception {
        String here = cable + "_" + machine;
        ip(machine, "link add " + here + " type veth peer name " + here + "m netns " + prefix + "m");
        ip("m", "link set " + here + "m master " + cable);
        ip("m", "link set " + here + "m up");
        ip(machine, "addr add " + address + " dev " + here);
        ip(machine, "link set " + here + " up");
    }

    private void ip(String machine, String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "-n", prefix + machine));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + ": " + output).isZero();
    }

    private static boolean succeeds(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] unused = process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
