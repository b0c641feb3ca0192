/**
 * What an application writes on its bean methods: {@link io.eventdispatcher.spring.annotation.MessageHandler} and
 * {@link io.eventdispatcher.spring.annotation.Param}.
 *
 * <p>Lowest level of the starter: uses no other package of it. What the annotations do is decided in {@code handler}.
 * Start reading at {@link io.eventdispatcher.spring.annotation.MessageHandler}.
 */
@NullMarked
package io.eventdispatcher.spring.annotation;

import org.jspecify.annotations.NullMarked;
