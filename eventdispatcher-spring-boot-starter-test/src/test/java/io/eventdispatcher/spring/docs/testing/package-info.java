/** An application with its tests, as docs/testing.md shows them. */
@NullMarked
package io.eventdispatcher.spring.docs.testing;

import org.jspecify.annotations.NullMarked;
