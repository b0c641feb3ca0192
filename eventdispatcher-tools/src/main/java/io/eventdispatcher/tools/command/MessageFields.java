package io.eventdispatcher.tools.command;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message as {@code ed-message format} reads it, not checked. Values are binary strings: one byte per character.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class MessageFields {

    String sourceServer = "";
    String sourceService = "";
    String server = "";
    String service = "";
    String command = "";
    final Map<String, String> parameters = new LinkedHashMap<>();

    /**
     * Sets a field by a name that {@code ed-message parse}, or the recorded vectors, have for it.
     *
     * @return whether there is such a field
     */
    boolean set(String name, String value) {
        switch (name) {
            case "command" -> command = value;
            case "server" -> server = value;
            case "service" -> service = value;
            case "sent_from_server", "sfs" -> sourceServer = value;
            case "sent_from_service" -> sourceService = value;
            default -> {
                return false;
            }
        }
        return true;
    }
}
