package io.eventdispatcher.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the message parameter (or the variable of the pattern) that an argument of a {@link MessageHandler} method or a
 * component of a record is read from, and in a record that is returned the parameter it is written to.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Param {

    /** Stands for "no default value": a text that no message can carry. */
    String NO_DEFAULT = "\u0000";

    /**
     * The name on the wire: letters, digits and underscores. Exactly this name is looked up, no other spelling.
     *
     * @return the name, placeholders allowed; empty stands for the Java name
     */
    String value() default "";

    /**
     * Whether the parameter must be there. {@code true}, the default, leaves the answer to the type: {@code Optional}
     * and JSpecify's {@code @Nullable} are optional, everything else is required.
     *
     * @return {@code false} to get {@code null} for an absent parameter; not possible for a primitive type without
     *     {@link #defaultValue()}
     */
    boolean required() default true;

    /**
     * The text used when the parameter is absent, converted as if it had been received. Makes the parameter optional.
     *
     * @return the text, placeholders allowed; {@link #NO_DEFAULT} for none
     */
    String defaultValue() default NO_DEFAULT;
}
