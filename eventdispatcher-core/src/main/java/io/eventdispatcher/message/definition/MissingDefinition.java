package io.eventdispatcher.message.definition;

/**
 * What to do with a message whose command has no definition.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum MissingDefinition {
    /** Accept it. */
    IGNORE,
    /** Accept it, and warn in the log, once for a command. */
    WARN,
    /** Report it as a problem of the message. */
    REJECT
}
