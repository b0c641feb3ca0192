package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which commands an entry is for, as text.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><th>text</th><th>matches</th></tr>
 * <tr><td>{@code ADD}</td><td>that command</td></tr>
 * <tr><td>{@code EVENT*}</td><td>commands beginning with {@code EVENT}; a {@code *} stands for any characters, also
 *     none, and may stand anywhere</td></tr>
 * <tr><td><code>EVENT{number}</code></td><td>a variable stands for one or more of {@code A-Z a-z 0-9 _}</td></tr>
 * <tr><td><code>EVENT{number:[0-9]+}</code></td><td>a variable with its own regular expression</td></tr>
 * <tr><td>{@code regex:EVENT(?<number>[0-9]+)}</td><td>a regular expression for the whole command; its named groups
 *     are the variables</td></tr>
 * </table>
 *
 * <p>Each wildcard, from left to right, takes as few characters as the rest of the pattern allows. Two wildcards need
 * something between them, except two variables that both have their own expression. Literal characters follow the rule
 * for command names, {@code [A-Z_][A-Z0-9_]*}; case matters. Matching a pattern without regular expression takes time
 * proportional to the length of the command and makes no String; regular expressions are bounded: the text has at most
 * {@value #MAX_LENGTH} characters, one that explodes on trial inputs is refused when parsed, and a match that needs
 * more than {@value #MAX_STEPS} steps, or a command of more than {@value #MAX_REGEX_INPUT} bytes, is no match and
 * counted. The original has exact names only; its README promises patterns.
 *
 * <p>Threading: immutable, apart from {@link #exhausted()}.
 *
 * @since 0.1
 */
public final class MessagePattern {
    /**
     * Longest pattern, in characters.
     *
     * @since 0.1
     */
    public static final int MAX_LENGTH = 256;

    /**
     * Most characters a regular expression may look at for one command, repeated looks included.
     *
     * @since 0.1
     */
    public static final int MAX_STEPS = 10_000;

    /**
     * Longest command, in bytes, that is given to a regular expression.
     *
     * @since 0.1
     */
    public static final int MAX_REGEX_INPUT = 1_024;

    /**
     * Specificity of regular expressions; predicates have less.
     *
     * @since 0.1
     */
    public static final int SPECIFICITY_REGEX = 1;

    private static final String REGEX_PREFIX = "regex:";

    private final String text;
    private final byte @Nullable [] exactName;
    private final @Nullable GlobMatcher glob;
    private final @Nullable RegexMatcher regex;
    private final List<String> variableNames;
    private final int specificity;

    private MessagePattern(
            String text,
            byte @Nullable [] exactName,
            @Nullable GlobMatcher glob,
            @Nullable RegexMatcher regex,
            List<String> variableNames,
            int specificity) {
        this.text = text;
        this.exactName = exactName;
        this.glob = glob;
        this.regex = regex;
        this.variableNames = variableNames;
        this.specificity = specificity;
    }

    /**
     * Parses a pattern.
     *
     * @param text one of the forms above, not empty
     * @return the pattern
     * @throws IllegalArgumentException if the text is empty, too long, not of one of the forms, or its regular
     *     expression is invalid or too expensive; the message names the place and how to fix it
     * @since 0.1
     */
    public static MessagePattern parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("pattern too long: length=" + text.length() + " max=" + MAX_LENGTH
                    + " pattern starts with '" + text.substring(0, 32) + "'");
        }
        if (text.startsWith(REGEX_PREFIX)) {
            RegexMatcher regex = RegexMatcher.ofCommand(text, text.substring(REGEX_PREFIX.length()));
            return new MessagePattern(text, null, null, regex, regex.variableNames(), SPECIFICITY_REGEX);
        }
        List<PatternPart> parts = PatternParser.parse(text);
        if (parts.get(0) instanceof PatternPart.Literal only && parts.size() == 1) {
            byte[] name = only.text().getBytes(StandardCharsets.US_ASCII);
            return new MessagePattern(text, name, null, null, List.of(), Integer.MAX_VALUE);
        }
        List<String> names = PatternParser.variableNames(parts);
        int specificity = PatternParser.specificity(parts);
        if (PatternParser.isGlob(parts)) {
            return new MessagePattern(text, null, GlobMatcher.of(parts), null, names, specificity);
        }
        return new MessagePattern(text, null, null, RegexMatcher.ofParts(text, parts), names, specificity);
    }

    /**
     * Returns the text that was parsed.
     *
     * @return the pattern as written
     * @since 0.1
     */
    public String text() {
        return text;
    }

    /**
     * Returns whether this is the name of one command.
     *
     * @return {@code true} for the first form
     * @since 0.1
     */
    public boolean isExact() {
        return exactName != null;
    }

    /**
     * Returns the names of the variables.
     *
     * @return in the order of the pattern, unmodifiable
     * @since 0.1
     */
    public List<String> variableNames() {
        return variableNames;
    }

    /**
     * Returns whether another pattern is written the same but for the names of its variables, so that it matches the same
     * commands: {@code EVENT{number}} and {@code EVENT{id}}.
     *
     * @param other another pattern
     * @return whether only names differ, or nothing does
     * @since 0.1
     */
    public boolean equalsButForNames(MessagePattern other) {
        return nameless().equals(other.nameless());
    }

    /** The text with numbers, which are no names, for the names of variables. */
    private String nameless() {
        String nameless = text;
        for (int i = 0; i < variableNames.size(); i++) {
            String name = variableNames.get(i);
            nameless = nameless.replace("{" + name + "}", "{" + i + "}")
                    .replace("{" + name + ":", "{" + i + ":")
                    .replace("(?<" + name + ">", "(?<" + i + ">");
        }
        return nameless;
    }

    /**
     * Ranks patterns for those who want the most specific first: an exact name before patterns with more literal
     * characters, before those with fewer (with as many: variables with an expression, then variables, then
     * {@code *}), before {@code regex:}; a predicate ranks as 0. A dispatcher itself orders by priority and insertion
     * only.
     *
     * @return greater than 0, larger = more specific
     * @since 0.1
     */
    public int specificity() {
        return specificity;
    }

    /**
     * Matches the command of a message.
     *
     * @param message the message
     * @return the values of the variables in the order of the pattern (unmodifiable, empty without variables), or
     *     {@code null} if the command does not match. A group of a regular expression that took no part is left out
     * @since 0.1
     */
    public @Nullable Map<String, String> match(Message message) {
        if (exactName != null) {
            return message.commandEquals(exactName) ? Map.of() : null;
        }
        if (glob != null) {
            return glob.match(message);
        }
        return regex == null ? null : regex.match(message);
    }

    /**
     * Returns how many commands were counted as not matching because the regular expression ran over its budget.
     *
     * @return 0 or more; always 0 without a regular expression
     * @since 0.1
     */
    public long exhausted() {
        return regex == null ? 0 : regex.exhausted();
    }

    /** The bytes to look up an exact name with; the caller does not change them. */
    byte[] exactName() {
        if (exactName == null) {
            throw new IllegalStateException("pattern is not the name of one command: pattern='" + text + "'");
        }
        return exactName;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessagePattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
