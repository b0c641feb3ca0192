package io.eventdispatcher.dispatch;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be known of a regular expression before it is compiled: how much it can repeat, which groups it names, and
 * that it refers to none of them.
 *
 * <p>Threading: immutable.
 *
 * @param branchings how many quantifiers and alternatives there seem to be, at least as many as there are
 * @param groups names of groups, possibly more than there are
 */
record RegexSyntax(int branchings, List<String> groups) {
    /** Larger counts are refused: repeating something empty costs time that no budget of looked-at characters sees. */
    private static final int MAX_COUNT = 1_000;

    /** All counts of an expression multiplied, for the same reason. */
    private static final long MAX_COUNT_PRODUCT = 1_000_000;

    static RegexSyntax scan(String text, String regex) {
        int branchings = 0;
        long product = 1;
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> checkEscape(text, regex, ++i);
                case '*', '+', '?', '|' -> branchings++;
                case '{' -> {
                    branchings++;
                    product *= Math.max(1, largestCount(text, regex, i));
                    if (product > MAX_COUNT_PRODUCT) {
                        throw refuse(text, "its repetition counts multiply to more than " + MAX_COUNT_PRODUCT, i);
                    }
                }
                case '(' -> addGroup(regex, i, groups);
                default -> {
                    // stands for itself, or is of no interest here
                }
            }
        }
        return new RegexSyntax(branchings, List.copyOf(groups));
    }

    private static void checkEscape(String text, String regex, int i) {
        char c = i < regex.length() ? regex.charAt(i) : 0;
        if (c == 'k' || (c >= '1' && c <= '9')) {
            throw refuse(text, "references to groups, \\" + c + ", are not possible: their cost has no bound", i - 1);
        }
    }

    /** Returns the largest number between the braces, 0 when there is none. */
    private static int largestCount(String text, String regex, int open) {
        int largest = 0;
        int number = 0;
        for (int i = open + 1; i < regex.length() && regex.charAt(i) != '}'; i++) {
            char c = regex.charAt(i);
            number = c >= '0' && c <= '9' ? number * 10 + c - '0' : 0;
            largest = Math.max(largest, number);
            if (largest > MAX_COUNT) {
                throw refuse(text, "it repeats more than " + MAX_COUNT + " times", open);
            }
        }
        return largest;
    }

    private static void addGroup(String regex, int open, List<String> groups) {
        int end = regex.indexOf('>', open);
        if (regex.startsWith("?<", open + 1) && end > 0) {
            String name = regex.substring(open + 3, end);
            if (!name.isEmpty() && name.chars().allMatch(c -> c != '_' && GlobMatcher.isWord(c))) {
                groups.add(name);
            }
        }
    }

    private static IllegalArgumentException refuse(String text, String reason, int position) {
        return new IllegalArgumentException(
                "regular expression refused: " + reason + ": pattern='" + text + "' position=" + position);
    }
}
