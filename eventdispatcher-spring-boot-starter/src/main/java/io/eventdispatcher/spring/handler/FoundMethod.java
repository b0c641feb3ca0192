package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.MessageHandler;

/**
 * An annotated method of a bean, with its annotation merged from composed annotations, superclasses and interfaces.
 *
 * <p>Threading: immutable.
 *
 * @param at where it is
 * @param annotation merged
 * @param overload 1, or more for further annotated methods of the same name
 */
record FoundMethod(BeanMethod at, MessageHandler annotation, int overload) {

    /** The id of a handler that has none of its own. */
    String defaultId() {
        return at.bean() + "#" + at.method().getName() + (overload == 1 ? "" : "-" + overload);
    }
}
