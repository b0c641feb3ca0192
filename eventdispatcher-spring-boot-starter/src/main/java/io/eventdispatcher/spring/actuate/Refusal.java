package io.eventdispatcher.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a change was not made, as the body of the answer.
 *
 * <p>Threading: immutable.
 *
 * @param status status of HTTP, 400 or 409
 * @param error the reason, for people
 * @since 0.1
 */
public record Refusal(int status, String error) implements OperationResponseBody {}
