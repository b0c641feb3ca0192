package io.eventdispatcher.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Makes a bean method take care of failures: those of the {@link MessageHandler} methods of its own bean, or in a {@link
 * MessageHandlerAdvice} bean those of all handlers.
 *
 * <pre>{@code
 * @MessageExceptionHandler
 * Message soldOut(OutOfStockException failure, Message failed) {
 *     return failed.reply("SOLD_OUT").param("sku", failure.sku()).build();
 * }
 * }</pre>
 *
 * <p>The way of a failure: the bean's own methods, those of advice beans in their order, {@code MessageErrorHandler} beans, and
 * the default: {@code INVALID} when the message was at fault, else one ERROR log under an id and {@code ERROR} with that id. Of the
 * methods of one bean the one with the nearest exception type is called. When no type matches the failure itself, its causes are
 * looked at. It does not matter whether the handler threw, its stage or publisher failed, an interceptor refused, or time ran
 * out. A method that fails itself is logged once, and the first failure goes on to the next.
 *
 * <p><b>Arguments</b>: as in a {@link MessageHandler}, of the failed message, and the exception. <b>Return value</b>: the reply, of
 * the same kinds; {@code void} and {@code null} send nothing. The failure counts as handled then and is not logged.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Reflective(MessageHandlerHints.class)
public @interface MessageExceptionHandler {

    /**
     * The exceptions handled, subclasses included.
     *
     * @return the types; empty stands for the type of the method's exception argument
     */
    Class<? extends Throwable>[] value() default {};

    /**
     * The command of a reply made from a record or a {@code Map}.
     *
     * @return the command, placeholders allowed
     */
    String reply() default "ERROR";
}
