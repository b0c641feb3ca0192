package io.eventdispatcher.benchmarks.compare;

import io.eventdispatcher.benchmarks.NumberOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to compare, and how.
 *
 * <p>Threading: immutable.
 *
 * @param scenarios in the order in which they run
 * @param contenders in the order in which they run
 * @param rounds how often
 * @param seconds how long is measured
 * @param warmup seconds before that
 * @param serverJvm flags of the servers
 * @param generatorJvm flags of the generator
 * @param java home of the JDK for both
 * @param report where the report goes
 * @param data where results are appended and read from; null for none
 */
record CompareOptions(
        List<Scenario> scenarios,
        List<Contender> contenders,
        int rounds,
        double seconds,
        double warmup,
        List<String> serverJvm,
        List<String> generatorJvm,
        Path java,
        Path report,
        @Nullable Path data) {

    static final String USAGE = """
            usage: Compare [options]
              --scenarios S1,S2,...     %s
                                        or all (default); S8, tls and scale stand for all of theirs
              --servers A,B,...         %s
                                        or all (default)
              --rounds N (3)  --seconds S (5)  --warmup S (8)
              --server-jvm "FLAGS"      (-Xms512m -Xmx512m -XX:+UseParallelGC)
              --generator-jvm "FLAGS"   (-Xms512m -Xmx512m -XX:+UseSerialGC -XX:+UseTransparentHugePages)
              --java HOME               JDK of servers and generator (the one this runs on)
              --report FILE             Markdown (comparison.md), written anew after every scenario
              --data FILE               results are appended here, and earlier ones of this file are reported too
            """.formatted(
            String.join(", ", Arrays.stream(Scenario.values()).map(Scenario::id).toList()),
            String.join(
                    ", ", Arrays.stream(Contender.values()).map(Contender::id).toList()));

    private static final Set<String> NAMES = Set.of(
            "scenarios",
            "servers",
            "rounds",
            "seconds",
            "warmup",
            "server-jvm",
            "generator-jvm",
            "java",
            "report",
            "data");

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if an option is unknown, lacks its value or has an impossible one
     */
    static CompareOptions parse(String... args) {
        Map<String, String> options = read(args);
        String data = options.get("data");
        return new CompareOptions(
                scenarios(options.getOrDefault("scenarios", "all")),
                contenders(options.getOrDefault("servers", "all")),
                (int) number(options, "rounds", 3, 1, 100),
                number(options, "seconds", 5, 0.1, 600),
                number(options, "warmup", 8, 0, 600),
                words(options.getOrDefault("server-jvm", "-Xms512m -Xmx512m -XX:+UseParallelGC")),
                words(options.getOrDefault(
                        "generator-jvm", "-Xms512m -Xmx512m -XX:+UseSerialGC -XX:+UseTransparentHugePages")),
                Path.of(options.getOrDefault("java", System.getProperty("java.home"))),
                Path.of(options.getOrDefault("report", "comparison.md")),
                data == null ? null : Path.of(data));
    }

    private static Map<String, String> read(String... args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String[] parts = args[i].split("=", 2);
            String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown option: " + args[i]);
            }
            if (parts.length == 1 && i + 1 == args.length) {
                throw new IllegalArgumentException("option without value: " + args[i]);
            }
            options.put(name, parts.length == 2 ? parts[1] : args[++i]);
        }
        return options;
    }

    private static List<Scenario> scenarios(String names) {
        if (names.equals("all")) {
            return List.of(Scenario.values());
        }
        Set<Scenario> chosen = EnumSet.noneOf(Scenario.class);
        for (String name : names.split(",")) {
            chosen.addAll(Scenario.of(name));
        }
        return List.copyOf(chosen);
    }

    private static List<Contender> contenders(String names) {
        if (names.equals("all")) {
            return List.of(Contender.values());
        }
        Set<Contender> chosen = new LinkedHashSet<>();
        for (String name : names.split(",")) {
            chosen.add(Contender.of(name));
        }
        return new ArrayList<>(chosen);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.trim().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static double number(
            Map<String, String> options, String name, double otherwise, double least, double most) {
        return NumberOption.of(name, options.get(name), otherwise, least, most);
    }
}
