package io.eventdispatcher.message.definition;

import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.Message;

/**
 * What the value of a parameter must look like.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum ParameterType {
    /** Any text. */
    STRING,
    /** An integer as {@link Message#integer(String)} reads it. */
    INTEGER,
    /**
     * An IPv4 or IPv6 address, or a host name, with or without port; only the syntax is checked. Differs from the C++
     * library, which looks names up and blocks meanwhile.
     */
    ADDRESS,
    /** A time or duration as {@link Message#time(String)} reads it. */
    TIMESPEC;

    /** Why the value of an existing parameter is not of this type; empty when it is. */
    String problem(Message message, String name) {
        try {
            switch (this) {
                case STRING -> {}
                case INTEGER -> message.integer(name);
                case TIMESPEC -> message.time(name);
                case ADDRESS -> {
                    if (!AddressSyntax.isAddress(message.text(name))) {
                        return "is not an address";
                    }
                }
            }
            return "";
        } catch (InvalidMessageException e) {
            return this == INTEGER ? "is not an integer" : "is not a time";
        }
    }
}
