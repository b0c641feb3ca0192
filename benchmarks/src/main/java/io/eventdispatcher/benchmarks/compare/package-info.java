/**
 * The comparison: starts every server afresh for every scenario and round, loads it with the generator of {@code
 * io.eventdispatcher.benchmarks.load} in another process, and writes one Markdown report. {@link
 * io.eventdispatcher.benchmarks.compare.Compare} is where to start reading; the servers are listed in {@code Contender},
 * the scenarios in {@code Scenario}, the goals in {@code Goals}.
 */
@NullMarked
package io.eventdispatcher.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
