package io.eventdispatcher.tools.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Runs a command: options in, exit code out.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class CommandRun {

    private CommandRun() {}

    /**
     * Makes the model of a command, with the habits of all tools: option names take {@code -} and {@code _}, {@code
     * --help}, {@code --version}, and a hidden {@code generate-completion}.
     *
     * @param command annotated for picocli
     * @return the model
     */
    public static CommandLine model(Object command) {
        CommandLine line = part(command);
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
        completion.getCommandSpec().usageMessage().hidden(true);
        line.addSubcommand("generate-completion", completion);
        line.getCommandSpec().usageMessage().synopsisSubcommandLabel("");
        return line;
    }

    /**
     * Makes the model of a subcommand.
     *
     * @param command annotated for picocli
     * @return the model
     */
    public static CommandLine part(Object command) {
        CommandLine line = configured(new CommandLine(command));
        line.setUsageHelpWidth(100);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return line;
    }

    /**
     * Fills the fields of options from another source than the command line.
     *
     * @param options annotated for picocli
     * @param args long options
     * @throws CommandLine.ParameterException if an argument cannot be understood
     */
    public static void parse(Object options, String[] args) {
        configured(new CommandLine(options)).parseArgs(OptionNames.dashed(args));
    }

    private static CommandLine configured(CommandLine line) {
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Duration.class, new DurationConverter());
        line.registerConverter(Boolean.class, new SwitchConverter());
        return line;
    }

    /**
     * Parses and runs.
     *
     * @param line made by {@link #model}; the command is a {@code Callable<Integer>}
     * @param args the arguments
     * @param out standard output
     * @param err standard error
     * @return one of {@link ExitCode}
     */
    public static int execute(CommandLine line, String[] args, PrintStream out, PrintStream err) {
        PrintWriter words = new PrintWriter(err, true, StandardCharsets.UTF_8);
        String name = line.getCommandName();
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(words);
        line.setParameterExceptionHandler((problem, all) -> {
            words.println(name + ": " + TerminalText.safe(String.valueOf(problem.getMessage())));
            words.println("Try '" + name + " --help'.");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            words.println(name + ": " + TerminalText.safe(words(failure)));
            return failure instanceof ToolException known ? known.exitCode() : ExitCode.INTERNAL;
        });
        int code = line.execute(OptionNames.dashed(args));
        out.flush();
        err.flush();
        return code;
    }

    private static String words(Exception failure) {
        return failure instanceof ToolException ? String.valueOf(failure.getMessage()) : "internal error: " + failure;
    }
}
