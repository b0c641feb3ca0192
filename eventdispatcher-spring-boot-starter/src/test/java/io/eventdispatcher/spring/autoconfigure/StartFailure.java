package io.eventdispatcher.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/** Why an application did not start, as it is printed. */
final class StartFailure {

    private StartFailure() {}

    static UnusablePropertyException unusable(Throwable startupFailure) {
        for (Throwable each = startupFailure; each != null; each = each.getCause()) {
            if (each instanceof UnusablePropertyException found) {
                return found;
            }
        }
        throw new AssertionError("no unusable property: " + startupFailure, startupFailure);
    }

    /** Description and action. */
    static String analysis(Throwable failure, AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        FailureAnalysis analysis = new UnusablePropertyFailureAnalyzer(null).analyze(failure);
        return analysis.getDescription() + "\n" + analysis.getAction();
    }
}
