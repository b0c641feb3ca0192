package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.Arguments;
import io.eventdispatcher.tools.cli.CommandRun;
import io.eventdispatcher.tools.cli.ConfigurationFile;
import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * What {@code ed-signal} was told: the command line, then the environment variable {@code ED_SIGNAL}, then the
 * configuration file; the first that says something counts.
 *
 * <p>Threading: immutable.
 */
final class SignalSettings {

    static final String VARIABLE = "ED_SIGNAL";

    private final List<SignalOptions> sources;

    private SignalSettings(List<SignalOptions> sources) {
        this.sources = List.copyOf(sources);
    }

    static SignalSettings read(SignalOptions commandLine, Map<String, String> environment, Path file)
            throws ToolException {
        List<SignalOptions> sources = new ArrayList<>();
        sources.add(commandLine);
        String variable = environment.get(VARIABLE);
        if (variable != null) {
            String[] arguments = Arguments.split(VARIABLE, variable).toArray(String[]::new);
            sources.add(weaker("environment variable " + VARIABLE, arguments));
        }
        if (Files.isReadable(file)) {
            sources.add(weaker(
                    file.toString(), ConfigurationFile.read(file.toString()).asOptions()));
        }
        return new SignalSettings(sources);
    }

    /** What one source says, and nobody else. */
    static SignalSettings of(SignalOptions only) {
        return new SignalSettings(List.of(only));
    }

    private static SignalOptions weaker(String source, String[] arguments) throws ToolException {
        Weaker holder = new Weaker();
        SignalOptions options = holder.options;
        try {
            CommandRun.parse(holder, arguments);
        } catch (CommandLine.ParameterException e) {
            throw new ToolException(ExitCode.USAGE, source + ": " + e.getMessage());
        }
        if (options.params != null) {
            throw new ToolException(ExitCode.USAGE, source + ": --param is for the command line only");
        }
        return options;
    }

    /** The first source that says something. */
    <T> @Nullable T first(Function<SignalOptions, @Nullable T> option) {
        return sources.stream()
                .map(option)
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }

    <T> T first(Function<SignalOptions, @Nullable T> option, T otherwise) {
        T value = first(option);
        return value == null ? otherwise : value;
    }

    boolean isOn(Function<SignalOptions, @Nullable Boolean> option) {
        return first(option, false);
    }

    /** The first source that says where to connect, so that a weaker one cannot contradict it. */
    @Nullable
    SignalOptions whoSaysWhere() {
        return sources.stream()
                .filter(source -> SignalTarget.host(source) != null || source.unix != null)
                .findFirst()
                .orElse(null);
    }

    /** Options for a source without help and completion. */
    @CommandLine.Command
    private static final class Weaker {

        @CommandLine.Mixin
        private final SignalOptions options = new SignalOptions();
    }
}
