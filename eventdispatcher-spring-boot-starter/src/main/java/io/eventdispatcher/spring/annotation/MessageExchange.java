package io.eventdispatcher.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes an interface a client: a bean of its type sends what its methods say, and waits for the answers.
 *
 * <pre>{@code
 * @MessageExchange(client = "hub")
 * interface Hub {
 *     record Place(String street, int number) {}
 *
 *     @MessageExchange("LOOKUP")
 *     Optional<Place> lookup(String name);                  // LOOKUP name=x  ->  LOOKUP_REPLY street=...;number=...
 *
 *     @MessageExchange(command = "COUNT", result = "total", timeout = "2s")
 *     CompletableFuture<Long> count(@Param("kind") String kind);
 *
 *     @MessageExchange("NEWS")
 *     void publish(String text);                            // waits for nothing
 * }
 * }</pre>
 *
 * <p><b>Interfaces</b> in the packages of the application are found by themselves, others with {@code
 * EnableMessageExchanges}. Every text may hold placeholders. What cannot work stops the start.
 *
 * <p><b>Arguments</b> become parameters of the message, by their Java name (compile with {@code -parameters}) or {@link
 * Param}; {@code null} and an empty {@code Optional} are left out. A record without {@link Param} and a {@code Map} become
 * one parameter for each component or key, a {@code Message} all of its parameters, a {@code MessageAddress} the destination.
 *
 * <p><b>Return types</b>: {@code void} and {@code Delivery} send and do not wait; {@code void} throws {@code
 * MessageExchangeException} if the client refuses the message. All others are requests: {@code Message}, a record, {@code
 * Map<String, String>}, with {@code result} a single value, an {@code Optional} of these, and {@code CompletableFuture},
 * {@code CompletionStage} or {@code Mono} of all of these. An {@code Optional} is empty when the answer holds none of the
 * parameters; {@code UNKNOWN}, {@code INVALID} and {@code ERROR} always fail the call.
 *
 * <p><b>Failures</b>: {@code RequestException} with the reason; {@code MessageExchangeException} if the answer cannot be made
 * into what is returned. A call that would wait on the thread of an event loop is refused, because it would stop all
 * connections, and the very answer.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface MessageExchange {

    /**
     * On a method: the command of the message.
     *
     * @return the command; empty is allowed only for methods with a {@code Message} argument, which is sent as it is then
     */
    @AliasFor("command")
    String value() default "";

    /**
     * The same as {@link #value()}, for use beside other attributes.
     *
     * @return the command
     */
    @AliasFor("value")
    String command() default "";

    /**
     * On the interface: the client that is used.
     *
     * @return its name as configured; empty stands for the only one there is
     */
    String client() default "";

    /**
     * On a method: the command that the answer of a peer has that does not repeat {@code correlation_id}.
     *
     * @return the command; empty stands for the command followed by {@code _REPLY}
     */
    String reply() default "";

    /**
     * On a method: the parameter of the answer that is returned, for return types that are a single value.
     *
     * @return the name; empty for all other return types
     */
    String result() default "";

    /**
     * How long an answer is waited for; on a method, or on the interface for all of them.
     *
     * @return for example {@code 500ms} or {@code 2s}; empty stands for that of the client
     */
    String timeout() default "";
}
