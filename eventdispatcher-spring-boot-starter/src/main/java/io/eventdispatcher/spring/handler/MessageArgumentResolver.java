package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;

/**
 * Provides arguments of types or with annotations of an application's own. Beans of this type are asked in their
 * {@code @Order}, before everything that is built in.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public interface MessageArgumentResolver {

    /**
     * Whether this resolver provides an argument. Asked once, at start.
     *
     * @param parameter the parameter of the handler method
     * @return whether it is provided by {@link #resolve}
     * @since 0.1
     */
    boolean supports(MethodParameter parameter);

    /**
     * Provides the argument of one call, on the thread of the handler.
     *
     * @param parameter the parameter, as given to {@link #supports}
     * @param exchange the message
     * @return the argument; must fit the type of the parameter
     * @throws InvalidArgumentException if the message is at fault: answered with {@code INVALID}
     * @throws Exception any other failure: answered as if the handler had thrown it
     * @since 0.1
     */
    @Nullable
    Object resolve(MethodParameter parameter, Exchange exchange) throws Exception;
}
