/**
 * Makes beans of {@code application.yml}: properties, auto-configuration, and what is said when the start fails.
 *
 * <p>Top level of the starter: knows all other packages, is known by none. Start reading at
 * {@link io.eventdispatcher.spring.autoconfigure.EventDispatcherAutoConfiguration}; the properties are
 * {@link io.eventdispatcher.spring.autoconfigure.EventDispatcherProperties}, and {@code ListenerSettingsReader} and {@code
 * ClientSettingsReader} check what no type can check.
 */
@NullMarked
package io.eventdispatcher.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
