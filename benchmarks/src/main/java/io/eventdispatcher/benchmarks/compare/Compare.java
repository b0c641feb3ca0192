package io.eventdispatcher.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares the servers and writes a report: {@code java -cp benchmarks/target/benchmarks.jar
 * io.eventdispatcher.benchmarks.compare.Compare}. {@code --help} tells the options.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class Compare {

    private final CompareOptions options;
    private final Reference reference;
    private final Launcher launcher;
    private final ResultFile results;
    private final Outcomes outcomes;
    private final Map<String, String> setting;

    private Compare(CompareOptions options, Path scratch) throws IOException, InterruptedException {
        this.options = options;
        this.reference = Reference.compile();
        this.launcher =
                new Launcher(options, scratch, reference.program(), Certificate.generate(options.java(), scratch));
        this.results = new ResultFile(options.data());
        this.outcomes = results.read();
        this.setting = Setting.of(options, launcher.isPinned());
    }

    /**
     * Runs the comparison.
     *
     * @param args see {@code --help}
     * @throws IOException if the report cannot be written
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (Arrays.asList(args).contains("--help")) {
            System.out.print(CompareOptions.USAGE);
            return;
        }
        CompareOptions options;
        try {
            options = CompareOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("Compare: " + e.getMessage());
            System.err.print(CompareOptions.USAGE);
            System.exit(2);
            return;
        }
        Path scratch = Files.createTempDirectory("compare");
        try {
            new Compare(options, scratch).run();
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        for (Scenario scenario : options.scenarios()) {
            int done = outcomes.rounds(scenario);
            for (int round = done + 1; round <= done + options.rounds(); round++) {
                round(scenario, round);
            }
            report();
        }
        report();
        System.out.println("report: " + options.report().toAbsolutePath());
    }

    private void round(Scenario scenario, int round) throws IOException, InterruptedException {
        for (Contender contender : options.contenders()) {
            boolean possible = !contender.isNative() || reference.program().isPresent();
            if (possible && scenario.includes(contender)) {
                Outcome outcome = new Trial(launcher, options).run(scenario, contender, round);
                outcomes.add(outcome);
                results.append(outcome);
                System.out.println(outcome.toLine());
            }
        }
    }

    private void report() throws IOException {
        Files.writeString(options.report(), Report.render(setting, List.of(reference.note()), outcomes));
    }
}
