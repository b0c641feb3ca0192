package io.eventdispatcher.spring.exchange;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Makes beans of interfaces annotated with {@link io.eventdispatcher.spring.annotation.MessageExchange} that are not in the
 * packages of the application, where they are found by themselves. On a configuration class.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(MessageExchangeRegistrar.class)
public @interface EnableMessageExchanges {

    /**
     * Packages that are searched, with all below them.
     *
     * @return names of packages; without these, and without {@link #types()}, that of the annotated class
     */
    String[] basePackages() default {};

    /**
     * Interfaces that are taken without a search.
     *
     * @return interfaces; they need no annotation if there is one client only
     */
    Class<?>[] types() default {};
}
