package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.LineReader;
import io.eventdispatcher.tools.cli.ToolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Line in, line out. What is written leaves when no further line is at hand, so that a pipe that is fed slowly does not
 * hold anything back.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class LinePipe {

    private static final int LINES_BETWEEN_CHECKS = 4096;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final LineReader reader;
    private final boolean strict;
    private final int maxLineBytes;

    LinePipe(InputStream in, PrintStream out, PrintStream err, int maxLineBytes, boolean strict) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.maxLineBytes = maxLineBytes;
        this.reader = new LineReader(in, maxLineBytes);
        this.strict = strict;
    }

    int run(Step step) throws ToolException {
        long number = 0;
        boolean invalid = false;
        try {
            while (reader.next()) {
                number++;
                String problem = reader.isTooLong()
                        ? step.refuse("line too long: length=" + reader.length() + " max=" + maxLineBytes, out)
                        : step.write(reader.bytes(), (int) reader.length(), out);
                if (problem != null) {
                    invalid = true;
                    if (step.tellsOnErr()) {
                        err.println("ed-message: line " + number + ": " + problem);
                    }
                }
                boolean idle = !reader.hasMore() && in.available() == 0;
                if ((idle || number % LINES_BETWEEN_CHECKS == 0) && out.checkError()) {
                    throw new ToolException(ExitCode.INPUT_OUTPUT, "output not writable after line " + number);
                }
            }
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INPUT_OUTPUT, "input not readable after line " + number + ": " + e.getMessage());
        }
        return strict && invalid ? ExitCode.FAILED : ExitCode.OK;
    }

    /** What happens to a line. */
    interface Step {

        /**
         * Handles a line.
         *
         * @return null when it is valid, else why it is not; something was written in either case
         */
        @Nullable
        String write(byte[] line, int length, PrintStream out);

        /** Writes what stands for a line that is not valid; returns the problem. */
        String refuse(String problem, PrintStream out);

        /** Whether the problem does not show in what is written. */
        boolean tellsOnErr();
    }
}
