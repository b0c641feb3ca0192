/**
 * The service a newcomer runs first. {@code ServerConversation} and {@code Arithmetic} are what an application looks like;
 * {@code ClientConversation} is the other role, started with the profile {@code client}.
 */
@NullMarked
package io.eventdispatcher.sample;

import org.jspecify.annotations.NullMarked;
