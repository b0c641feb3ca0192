package io.eventdispatcher.tools.cli;

import java.io.InputStream;
import java.io.PrintStream;
import picocli.CommandLine;

/**
 * A command-line tool.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public interface Tool {

    /**
     * The name by which it is called.
     *
     * @return for example {@code ed-signal}
     */
    String name();

    /**
     * One line about it.
     *
     * @return what it does
     */
    String purpose();

    /**
     * Its options, for help, documentation and completion.
     *
     * @return a new model of the command line
     */
    CommandLine model();

    /**
     * Does the work.
     *
     * @param args the arguments behind the name
     * @param in standard input
     * @param out standard output; flushed, not closed
     * @param err standard error; flushed, not closed
     * @return one of {@link ExitCode}; never throws for what a user, a peer or a file did
     */
    int run(String[] args, InputStream in, PrintStream out, PrintStream err);
}
