package io.eventdispatcher.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes a bean method the handler of messages.
 *
 * <pre>{@code
 * @Component
 * class Sum {
 *     @MessageHandler("ADD")
 *     Map<String, ?> add(int a, int b) {          // ADD a=2;b=3
 *         return Map.of("sum", a + b);            // ADD_REPLY sum=5
 *     }
 * }
 * }</pre>
 *
 * <p><b>Methods</b> of any bean, of any visibility but {@code private}, not {@code static}; behind proxies too,
 * declared by the class, a superclass or an interface. The annotation may stand on another annotation, with
 * {@link AliasFor @AliasFor} for the attributes that this one passes on. Every text attribute may hold placeholders
 * ({@code ${name:default}}).
 *
 * <p><b>On a class</b> the annotation gives defaults to its methods: what {@link #value()} says is put in front of each of their
 * patterns, and every attribute that a method leaves out is taken from the class.
 *
 * <p><b>Arguments</b>: {@code Message}, {@code Exchange}, {@code ReplySender} (for replies at any time), {@code MessageAddress} (the
 * sender), {@code Connection}, {@link ConnectionAttribute @ConnectionAttribute} values, {@code java.security.Principal} (of the
 * sender's certificate), {@code Map<String, String>} (all parameters), records (one component a parameter, see below), what a
 * {@code MessageArgumentResolver} bean provides, and values that Spring converts from text: numbers, {@code boolean}, {@code String}, enums, {@code Duration} and so on, named by {@link
 * Param} or by their Java name (compile with {@code -parameters}). Variables of the pattern are found by name as well,
 * before the parameters of the message. A value that is missing or does not convert is answered with {@code INVALID}
 * and the name of the parameter; the method is not called. {@code Optional} and JSpecify's {@code @Nullable} make a
 * value optional.
 *
 * <p><b>Names</b>: a Java name {@code unitPrice} stands for the parameter {@code unitPrice}, and when that is absent
 * for {@code unit_price}. A record inside a record, and a record argument with {@link Param}, puts its name and {@code
 * _} in front: {@code address_street}. Replies use the Java name as it is.
 *
 * <p><b>Return value</b>: {@code void}, {@code null} and an empty {@code Optional} send nothing. A {@code Message} is
 * sent as it is. A record or a {@code Map} becomes the parameters of the reply command (a component or key {@code
 * command} replaces that command); {@code null} values are left out. A {@code String} is a reply command without
 * parameters. A {@code CompletionStage} of these is sent when it completes, and the next message of the connection
 * waits for that; the same for {@code Mono} and every reactive type Spring knows, and for Kotlin's {@code suspend}. Each element of a
 * {@code Flux} is a message, asked for as fast as the connection takes them.
 *
 * <p><b>Failures</b>: {@link MessageExceptionHandler} methods say what is answered. Without them an exception gives one ERROR log with a short id and the reply {@code ERROR command=...;id=...},
 * which says nothing else. An {@code InvalidArgumentException} is answered with {@code INVALID}.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Reflective(MessageHandlerHints.class)
public @interface MessageHandler {

    /**
     * The patterns of the commands handled: {@code ADD}, {@code EVENT*}, <code>EVENT{number}</code>,
     * <code>EVENT{number:[0-9]+}</code> or {@code regex:...}. The most specific pattern wins. At least one.
     *
     * @return the patterns
     */
    @AliasFor("commands")
    String[] value() default {};

    /**
     * The same as {@link #value()}, for use beside other attributes.
     *
     * @return the patterns
     */
    @AliasFor("value")
    String[] commands() default {};

    /**
     * The name of the handler in logs, meters and the registry.
     *
     * @return the name; empty stands for {@code beanName#methodName}
     */
    String id() default "";

    /**
     * The command of a reply made from a record or a {@code Map}.
     *
     * @return the command; empty stands for the command received followed by {@code _REPLY}
     */
    String reply() default "";

    /**
     * The listeners whose messages are handled.
     *
     * @return names of listeners; when both this and {@link #clients()} are empty, messages from everywhere are handled
     */
    String[] listeners() default {};

    /**
     * The clients whose messages are handled.
     *
     * @return names of clients; when both this and {@link #listeners()} are empty, messages from everywhere are handled
     */
    String[] clients() default {};

    /**
     * Where the method runs.
     *
     * @return the mode
     */
    Execution execution() default Execution.DEFAULT;

    /**
     * The executor bean the method runs on.
     *
     * @return the name of a bean of type {@code java.util.concurrent.Executor}; empty stands for the default executor.
     *     May be given with {@link Execution#EXECUTOR} and {@link Execution#DEFAULT} only
     */
    String executor() default "";

    /**
     * Whether messages of the same connection may be handled at the same time and in any order.
     *
     * @return {@code false} to keep the order, the default, unless the annotation of the class says {@code true}
     */
    boolean concurrent() default false;

    /**
     * How long one call may take. A method off the loop is interrupted then and its late reply is dropped; a stage or publisher
     * is not waited for any longer. The peer gets {@code ERROR} with an id, or what a {@link MessageExceptionHandler} for {@code
     * HandlerTimeoutException} says. The next message of the connection waits until the method has really returned, unless the
     * handler is {@link #concurrent()}. A method on the loop is not interrupted; the loop's watchdog names it.
     *
     * @return a duration such as {@code 500ms} or {@code 1m}, {@code 0} for any time; empty stands for {@code
     *     eventdispatcher.dispatch.handler-timeout}
     */
    String timeout() default "";

    /**
     * Whether messages reach the handler from the start on. {@code HandlerRegistry.find(id)} starts and stops it later. Commands
     * of a stopped handler go to less specific patterns, else they are unknown.
     *
     * @return {@code true} or {@code false}, placeholders allowed
     */
    String autoStartup() default "true";
}
