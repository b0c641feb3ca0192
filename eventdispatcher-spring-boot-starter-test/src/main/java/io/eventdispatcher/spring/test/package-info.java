/**
 * Tests of message handlers without sockets, and of running applications with them.
 *
 * <p>Level 2: knows the starter and the core, is known by tests only.
 */
@NullMarked
package io.eventdispatcher.spring.test;

import org.jspecify.annotations.NullMarked;
