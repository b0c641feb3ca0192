package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the figures depend on: machine, JDK, flags, versions, date.
 *
 * <p>Threading: any thread.
 */
final class Setting {

    private static final Pattern PEERS = Pattern.compile(
            "(netty-transport|vertx-core|spring-integration-ip|spring-boot|tls-channel)-([0-9][^-]*?)\\.jar");

    private Setting() {}

    static Map<String, String> of(CompareOptions options, boolean pinned) throws IOException, InterruptedException {
        Map<String, String> setting = new LinkedHashMap<>();
        setting.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        setting.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        setting.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        setting.put("JDK", jdk(options.java()));
        setting.put("flags of the servers", String.join(" ", options.serverJvm()));
        setting.put("flags of the generator", String.join(" ", options.generatorJvm()));
        setting.put("versions", versions());
        setting.put("cores", pinned ? "server on core 0, generator on core 1" : "not pinned");
        setting.put(
                "last run",
                options.rounds() + " rounds, " + options.warmup() + " s of warm-up, " + options.seconds()
                        + " s measured");
        return setting;
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String jdk(Path home) throws IOException, InterruptedException {
        List<String> lines = Programs.run(
                        List.of(home.resolve("bin").resolve("java").toString(), "-version"))
                .lines()
                .toList();
        return lines.get(lines.size() - 1);
    }

    /** The jars of the peers stand beside the one of the benchmarks. */
    private static String versions() throws IOException {
        Path lib = Path.of(System.getProperty("java.class.path")).resolveSibling("lib");
        if (!Files.isDirectory(lib)) {
            return "unknown";
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(jar -> PEERS.matcher(jar.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(jar -> jar.group(1) + " " + jar.group(2))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }
}
