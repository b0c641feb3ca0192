package io.eventdispatcher.communicatord.daemon;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the broker behaves.
 *
 * <p>Threading: immutable.
 *
 * @param myAddress address by which other daemons would reach this one, {@code ip:port}
 * @param publicAddress where the plain listener for other machines listens; null = there is none
 * @param secureAddress where the encrypted listener for other machines listens; null = there is none
 * @param checkCommands whether a service gets announced commands only
 * @param forwardUnregistered whether who is not registered may send to services
 * @param cacheUnknown whether messages wait for services nobody has heard of
 * @param maxUnregistered connections that are not registered, above which new ones are closed
 * @param registrationTimeout time within which a connection must register
 * @param ownerTimeout time within which the owner of a name must answer when another wants it; 0 = it is not asked
 * @param broadcastRate broadcasts of one sender in a second; 0 = as many as it likes
 * @param broadcastBurst broadcasts of one sender at once, 1 or more
 * @since 0.1
 */
public record BrokerSettings(
        String myAddress,
        @Nullable String publicAddress,
        @Nullable String secureAddress,
        boolean checkCommands,
        boolean forwardUnregistered,
        boolean cacheUnknown,
        int maxUnregistered,
        Duration registrationTimeout,
        Duration ownerTimeout,
        int broadcastRate,
        int broadcastBurst) {}
