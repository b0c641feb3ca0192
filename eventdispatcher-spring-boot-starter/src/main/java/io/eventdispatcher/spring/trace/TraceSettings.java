package io.eventdispatcher.spring.trace;

import java.util.List;

/**
 * What is configured for the trace.
 *
 * <p>Threading: immutable.
 *
 * @param enabled whether everything is traced from the start
 * @param mask values are hidden whose parameter's name, or which themselves, contain one of these, in any case
 * @param entries how many of the last messages are kept, 1 or more
 * @param bytes about how much memory these may take, 1 or more
 * @since 0.1
 */
public record TraceSettings(boolean enabled, List<String> mask, int entries, long bytes) {

    /**
     * Copies the words.
     *
     * @param enabled see the record component
     * @param mask see the record component
     * @param entries see the record component
     * @param bytes see the record component
     * @throws IllegalArgumentException if a word is blank, or a number below its range
     */
    public TraceSettings {
        mask = List.copyOf(mask);
        if (mask.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a blank word would mask everything: mask=" + mask);
        }
        if (entries < 1 || bytes < 1) {
            throw new IllegalArgumentException("the trace must keep something: entries=" + entries + " bytes=" + bytes);
        }
    }
}
