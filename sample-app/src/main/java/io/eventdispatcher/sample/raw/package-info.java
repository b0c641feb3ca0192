/** Examples of the raw level and of a framing, shown in {@code docs/raw.md}; not part of the running sample. */
@NullMarked
package io.eventdispatcher.sample.raw;

import org.jspecify.annotations.NullMarked;
