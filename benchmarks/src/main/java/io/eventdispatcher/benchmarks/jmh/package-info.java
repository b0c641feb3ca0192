/** Micro-benchmarks of single parts; run them with {@code -prof gc}. */
@NullMarked
package io.eventdispatcher.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
