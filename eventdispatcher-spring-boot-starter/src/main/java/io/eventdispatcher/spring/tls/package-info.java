/**
 * SSL bundles of Spring Boot as material of TLS, exchanged while in use when a bundle changes.
 *
 * <p>Uses the core's {@code tls} package and Spring Boot's {@code SslBundles}; used by {@code lifecycle}, {@code metrics} and
 * {@code actuate}. Start reading at {@link io.eventdispatcher.spring.tls.SslMaterials}.
 */
@NullMarked
package io.eventdispatcher.spring.tls;

import org.jspecify.annotations.NullMarked;
