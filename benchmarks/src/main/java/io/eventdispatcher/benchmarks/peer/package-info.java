/** The measured server written with other libraries, as their authors would. */
@NullMarked
package io.eventdispatcher.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
