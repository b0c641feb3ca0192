/** An application to test the test support with: some handlers, and much that a slice must leave out. */
@NullMarked
package io.eventdispatcher.spring.test.shop;

import org.jspecify.annotations.NullMarked;
