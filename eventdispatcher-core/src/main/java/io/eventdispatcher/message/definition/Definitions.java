package io.eventdispatcher.message.definition;

import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks messages against the definitions of their commands.
 *
 * <p>Finding the definition takes no String of the command and reads no file; nothing here blocks.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Definitions {
    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

    /** Most commands warned about; they come from peers, which must not fill the memory or the log. */
    private static final int MAX_WARNINGS = 100;

    private final @Nullable Slot[] slots; // a power of two, at least twice the definitions; probed upwards
    private final MissingDefinition missing;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    private record Slot(byte[] command, MessageDefinition definition) {}

    /**
     * Creates a check.
     *
     * @param source the definitions
     * @param missing what to do with a command without definition
     * @since 0.1
     */
    public Definitions(DefinitionSource source, MissingDefinition missing) {
        this.missing = missing;
        List<MessageDefinition> definitions = source.definitions();
        slots = new Slot[Math.max(2, Integer.highestOneBit(definitions.size()) << 2)];
        for (MessageDefinition definition : definitions) {
            int i = Message.commandHash(definition.command()) & slots.length - 1;
            while (slots[i] != null) {
                i = i + 1 & slots.length - 1;
            }
            slots[i] = new Slot(definition.command().getBytes(StandardCharsets.UTF_8), definition);
        }
    }

    /**
     * A check without definitions, which accepts every message.
     *
     * @return the check
     * @since 0.1
     */
    public static Definitions none() {
        return new Definitions(DefinitionSource.none(), MissingDefinition.IGNORE);
    }

    /**
     * Checks a message.
     *
     * @param message any message
     * @return all problems, each one line that is safe for the wire and the log; empty when there is none
     * @since 0.1
     */
    public List<String> check(Message message) {
        MessageDefinition definition = find(message);
        if (definition != null) {
            return definition.check(message);
        }
        return missing == MissingDefinition.IGNORE ? List.of() : checkMissing(LogText.clip(message.command()));
    }

    private List<String> checkMissing(String command) {
        if (missing == MissingDefinition.REJECT) {
            return List.of("command '" + command + "' has no definition");
        }
        if (!warned.contains(command) && warned.size() < MAX_WARNINGS && warned.add(command)) {
            LOG.warn("command '{}' has no message definition", command);
        }
        return List.of();
    }

    /**
     * The definition for a message.
     *
     * @param message any message
     * @return null when its command has none
     * @since 0.1
     */
    public @Nullable MessageDefinition find(Message message) {
        int mask = slots.length - 1;
        int i = message.commandHash() & mask;
        for (Slot slot = slots[i]; slot != null; slot = slots[i]) {
            if (message.commandEquals(slot.command)) {
                return slot.definition;
            }
            i = i + 1 & mask;
        }
        return null;
    }
}
