package io.eventdispatcher.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * Reads options of command lines that are numbers.
 *
 * <p>Threading: immutable.
 */
public final class NumberOption {

    private NumberOption() {}

    /**
     * Reads a number.
     *
     * @param name of the option, without dashes
     * @param text what was given; null if nothing was
     * @param otherwise the number if nothing was given
     * @param least smallest number allowed
     * @param most largest number allowed
     * @return the number
     * @throws IllegalArgumentException if it is not a number in its range
     */
    public static double of(String name, @Nullable String text, double otherwise, double least, double most) {
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("--" + name + " is not a number in its range: " + name + "=" + text
                + " least=" + least + " most=" + most);
    }
}
