package io.eventdispatcher.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Value;

/**
 * Injects the port of the listener {@code main}, or of the first one started if none is called so. For another listener write
 * {@code @Value("${local.eventdispatcher.port.NAME}")} or ask {@link LocalListenerPorts}, which also knows the new port after a
 * restart.
 *
 * @since 0.1
 */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Value("${local.eventdispatcher.port}")
public @interface LocalListenerPort {}
