package io.eventdispatcher.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds an argument to a value that the application attached to the connection before, such as who logged in:
 *
 * <pre>{@code
 * @MessageHandler("LOGIN")
 * void login(String user, Connection connection) {
 *     connection.attribute(AttributeKey.<String>shared("user"), user);
 * }
 *
 * @MessageHandler("WHO_AM_I")
 * Map<String, ?> who(@ConnectionAttribute("user") String user) {
 *     return Map.of("user", user);
 * }
 * }</pre>
 *
 * <p>The value must be of the type of the argument; nothing is converted. One that is not there is answered with {@code INVALID}
 * unless the argument is {@code Optional}, {@code @Nullable} or not {@link #required()}.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ConnectionAttribute {

    /**
     * The name, as given to {@code AttributeKey.shared}.
     *
     * @return the name, placeholders allowed; empty stands for the Java name
     */
    String value() default "";

    /**
     * Whether the attribute must be there.
     *
     * @return {@code false} to get {@code null} for an absent one
     */
    boolean required() default true;
}
