package io.eventdispatcher.spring.trace;

import java.util.List;
import java.util.Locale;

/**
 * Decides which values are hidden: those of parameters whose name contains one of some words, such as {@code password} in
 * {@code a_password}, and those which contain such a word themselves, such as JSON inside a value or an error message about
 * a password. Upper and lower case are the same. It hides rather too much than too little.
 *
 * <p>Threading: immutable.
 */
final class TraceMask {

    static final String HIDDEN = "***";

    private final List<String> words;

    /** Takes words that are not blank. */
    TraceMask(List<String> words) {
        this.words = words.stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    String value(String name, String value) {
        return hides(name) || hides(value) ? HIDDEN : value;
    }

    private boolean hides(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (lowerCase.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
