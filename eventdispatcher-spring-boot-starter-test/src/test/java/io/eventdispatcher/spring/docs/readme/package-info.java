/** The snippets of README.md, and their test. */
@NullMarked
package io.eventdispatcher.spring.docs.readme;

import org.jspecify.annotations.NullMarked;
