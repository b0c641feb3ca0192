package io.eventdispatcher.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@link MessageExceptionHandler} methods take care of the failures of all handlers, after those of the handler's own
 * bean. Several are asked in their {@code @Order}; the first with a matching method handles the failure.
 *
 * @since 0.1
 */
@Documented
@Component
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MessageHandlerAdvice {

    /**
     * The name of the bean.
     *
     * @return the name; empty stands for one made from the class
     */
    @AliasFor(annotation = Component.class, attribute = "value")
    String value() default "";
}
