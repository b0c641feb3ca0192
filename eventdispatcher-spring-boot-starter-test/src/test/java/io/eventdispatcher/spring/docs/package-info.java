/**
 * The snippets of README.md and docs/*.md, compiled and run.
 *
 * <p>A fence {@code ```java} or {@code ```yaml} has the line {@code <!-- snippet: FILE#name -->} before it, and its text is
 * that of the lines between {@code // snippet: name} and {@code // end} of a file here, in the resources beside, or in
 * sample-app, without their common indentation. Several regions of one name in a file are shown as one text, which leaves
 * out what is between them. In YAML the marks begin with {@code #}. {@link io.eventdispatcher.spring.docs.DocumentationTests}
 * compares, {@link io.eventdispatcher.spring.docs.YamlSnippetTests} binds each region of a YAML file.
 */
@NullMarked
package io.eventdispatcher.spring.docs;

import org.jspecify.annotations.NullMarked;
