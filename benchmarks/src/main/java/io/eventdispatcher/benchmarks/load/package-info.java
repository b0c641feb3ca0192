/**
 * The load generator: one thread, one selector, every reply verified. {@link io.eventdispatcher.benchmarks.load.Load} is
 * where to start reading; a {@code Pace} decides when requests leave, a {@code Workload} what they say and which replies
 * are right, a {@code Wire} how bytes travel.
 */
@NullMarked
package io.eventdispatcher.benchmarks.load;

import org.jspecify.annotations.NullMarked;
