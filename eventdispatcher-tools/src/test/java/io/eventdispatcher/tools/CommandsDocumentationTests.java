package io.eventdispatcher.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.Tool;
import io.eventdispatcher.tools.command.ClusterStatus;
import io.eventdispatcher.tools.command.EdConsole;
import io.eventdispatcher.tools.command.EdMessage;
import io.eventdispatcher.tools.command.EdSignal;
import io.eventdispatcher.tools.command.EdSniff;
import io.eventdispatcher.tools.command.EdStop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page {@code docs/commands.md} holds the options, defaults and exit codes of the tools, and no others. */
class CommandsDocumentationTests {

    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Pattern DEFAULT = Pattern.compile(" default (\\S+?)[.,;]?(?=\\s|$)");

    static Stream<Tool> tools() {
        return Stream.of(
                new EdSignal(), new EdStop(), new EdMessage(), new EdConsole(), new EdSniff(), new ClusterStatus());
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as("section '%s' in %s", title, PAGE).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return end < 0 ? page.substring(start) : page.substring(start, end);
    }

    private static List<String> rows(String section, String start) {
        return section.lines().filter(line -> line.startsWith(start)).toList();
    }

    private static String row(OptionSpec option) {
        String names = String.join("`, `", option.names());
        String value = option.arity().max() == 0 ? "-" : "`" + option.paramLabel() + "`";
        String meaning = String.join(" ", option.description());
        Matcher shown = DEFAULT.matcher(meaning);
        String otherwise = shown.find() ? "`" + shown.group(1) + "`" : "-";
        return "| `" + names + "` | " + value.replace("|", "\\|") + " | " + otherwise + " | "
                + meaning.replace("|", "\\|") + " |";
    }

    private static List<String> rows(CommandSpec command) {
        List<String> rows = new ArrayList<>();
        command.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(CommandsDocumentationTests::row)
                .forEach(rows::add);
        for (CommandLine sub : command.subcommands().values()) {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                rows(sub.getCommandSpec()).stream()
                        .filter(row -> !rows.contains(row))
                        .forEach(rows::add);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("tools")
    void pageShowsEveryOptionWithItsDefault(Tool tool) throws IOException {
        List<String> expected = rows(tool.model().getCommandSpec());
        assertThat(rows(section(tool.name()), "| `-"))
                .as("%s should be%n%s", tool.name(), String.join("\n", expected))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void pageShowsEveryExitCode(Tool tool) throws IOException {
        List<String> expected = new ArrayList<>();
        tool.model()
                .getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> expected.add("| " + code.strip() + " | " + meaning + " |"));
        List<String> found = section(tool.name())
                .lines()
                .filter(line -> line.matches("\\| [0-9]+ \\|.*"))
                .toList();
        assertThat(found)
                .as("%s should be%n%s", tool.name(), String.join("\n", expected))
                .isEqualTo(expected);
    }

    @Test
    void everyExitCodeIsDocumentedByATool() throws IllegalAccessException {
        Set<String> documented = new TreeSet<>();
        tools().forEach(tool -> tool.model()
                .getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .keySet()
                .forEach(code -> documented.add(code.strip())));
        Set<String> known = new TreeSet<>();
        for (Field field : ExitCode.class.getFields()) {
            known.add(String.valueOf(field.get(null)));
        }
        assertThat(documented).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everyOptionIsDescribedInASentence(Tool tool) {
        tool.model()
                .getCommandSpec()
                .options()
                .forEach(option -> assertThat(String.join(" ", option.description()))
                        .as("%s %s", tool.name(), option.longestName())
                        .endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void helpVersionAndCompletionWork(Tool tool) {
        ToolRun help = ToolRun.of(tool, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: " + tool.name()).contains("Exit codes:");
        assertThat(help.err()).isEmpty();
        ToolRun version = ToolRun.of(tool, "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches(tool.name() + " [0-9]\\S+\n");
        ToolRun completion = ToolRun.of(tool, "generate-completion");
        assertThat(completion.code()).isZero();
        assertThat(completion.out()).startsWith("#!/usr/bin/env bash").contains("complete ", tool.name());
        tool.model()
                .getCommandSpec()
                .options()
                .forEach(option -> assertThat(completion.out()).contains(option.longestName()));
    }

    @Test
    void theJarNeedsTheNameOfATool() {
        assertThat(run()).satisfies(run -> {
            assertThat(run.code()).isEqualTo(64);
            assertThat(run.err()).contains("the name of a tool is needed").contains("ed-signal");
        });
        assertThat(run("ed-sing\u001bal").err()).contains("no such tool: 'ed-sing\\u001bal'");
        assertThat(run("--help").out()).contains("ed-message", "ed-signal", "ed-stop");
        assertThat(run("--version").out()).startsWith("eventdispatcher-tools ");
        assertThat(run("ed-stop", "--help").out()).startsWith("Usage: ed-stop");
    }

    private static ToolRun run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Tools.run(args, InputStream.nullInputStream(), new PrintStream(out), new PrintStream(err));
        return new ToolRun(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }
}
