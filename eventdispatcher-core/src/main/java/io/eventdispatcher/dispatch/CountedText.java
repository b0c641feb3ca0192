package io.eventdispatcher.dispatch;

/**
 * A text that can be looked at so many times only: the JDK's regular expressions have no other limit, and they look at
 * a character for each step of theirs.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class CountedText implements CharSequence {
    /** Thrown out of the matcher. Has no stack trace, there is nothing to find in it. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted(int maxSteps) {
            super("regular expression over its budget: maxSteps=" + maxSteps, null, false, false);
        }
    }

    private final String text;
    private final int maxSteps;
    private int steps;

    CountedText(String text, int maxSteps) {
        this.text = text;
        this.maxSteps = maxSteps;
    }

    int steps() {
        return steps;
    }

    @Override
    public char charAt(int index) {
        if (++steps > maxSteps) {
            throw new Exhausted(maxSteps);
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
