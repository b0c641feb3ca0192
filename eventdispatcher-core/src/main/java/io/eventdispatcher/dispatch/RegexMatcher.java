package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Matches with the JDK's regular expressions, with bounded work.
 *
 * <p>Threading: immutable, apart from the count.
 */
final class RegexMatcher {
    private final Pattern pattern;

    /** What every match begins with, looked at before a String is made; may be empty. */
    private final byte[] prefix;

    private final List<String> variableNames;
    private final List<String> groups;
    private final LongAdder exhausted = new LongAdder();

    private RegexMatcher(Pattern pattern, String prefix, List<String> variableNames, List<String> groups) {
        this.pattern = pattern;
        this.prefix = prefix.getBytes(StandardCharsets.US_ASCII);
        this.variableNames = List.copyOf(variableNames);
        this.groups = List.copyOf(groups);
    }

    /** For {@code regex:}; the text is the whole pattern, for the messages of exceptions. */
    static RegexMatcher ofCommand(String text, String regex) {
        if (regex.isEmpty()) {
            throw refuse(text, "there is no expression behind 'regex:'");
        }
        RegexSyntax syntax = RegexSyntax.scan(text, regex);
        Pattern pattern = compile(text, regex);
        List<String> groups =
                syntax.groups().stream().filter(name -> isGroup(regex, name)).toList();
        refuseExpensive(text, pattern, syntax.branchings());
        return new RegexMatcher(pattern, "", groups, groups);
    }

    /** For variables with an expression, and whatever stands around them. */
    static RegexMatcher ofParts(String text, List<PatternPart> parts) {
        StringBuilder regex = new StringBuilder();
        List<String> groups = new ArrayList<>();
        int branchings = 0;
        for (PatternPart part : parts) {
            if (part instanceof PatternPart.Literal literal) {
                regex.append(literal.text());
            } else if (part instanceof PatternPart.Star) {
                regex.append("(?s:.*?)");
                branchings++;
            } else if (part instanceof PatternPart.Variable variable) {
                String own = variable.regex() == null ? "[A-Za-z0-9_]+?" : variable.regex();
                branchings += RegexSyntax.scan(text, own).branchings();
                compile(text, own);
                groups.add("variable" + groups.size());
                regex.append("(?<")
                        .append(groups.get(groups.size() - 1))
                        .append('>')
                        .append(own)
                        .append(')');
            }
        }
        Pattern pattern = compile(text, regex.toString());
        refuseExpensive(text, pattern, branchings);
        String prefix = parts.get(0) instanceof PatternPart.Literal first ? first.text() : "";
        return new RegexMatcher(pattern, prefix, PatternParser.variableNames(parts), groups);
    }

    List<String> variableNames() {
        return variableNames;
    }

    long exhausted() {
        return exhausted.sum();
    }

    /** Returns the variables in the order of the pattern, or null when the command does not match. */
    @Nullable
    Map<String, String> match(Message message) {
        if (!startsWithPrefix(message)) {
            return null;
        }
        if (message.commandLength() > MessagePattern.MAX_REGEX_INPUT) {
            exhausted.increment();
            return null;
        }
        Matcher matcher = pattern.matcher(new CountedText(message.command(), MessagePattern.MAX_STEPS));
        try {
            return matcher.matches() ? variables(matcher) : null;
        } catch (CountedText.Exhausted | StackOverflowError e) {
            exhausted.increment(); // the JDK's matcher recurses: a deep stack is one more form of too much work
            return null;
        }
    }

    private boolean startsWithPrefix(Message message) {
        if (message.commandLength() < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (message.commandByte(i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> variables(Matcher matcher) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            String value = matcher.group(groups.get(i));
            if (value != null) {
                variables.put(variableNames.get(i), value);
            }
        }
        return Collections.unmodifiableMap(variables);
    }

    private static Pattern compile(String text, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "invalid regular expression: " + e.getDescription() + ": pattern='" + text + "' expression='"
                            + regex + "'" + (e.getIndex() < 0 ? "" : " position=" + e.getIndex()),
                    e);
        } catch (StackOverflowError e) {
            throw refuse(text, "it is nested too deeply");
        }
    }

    /** Asks the compiler, because the JDK tells the names of groups from Java 20 on only. */
    private static boolean isGroup(String regex, String name) {
        try {
            Pattern.compile(regex + "\n\\k<" + name + ">");
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static void refuseExpensive(String text, Pattern pattern, int branchings) {
        if (branchings < 2) {
            return; // one repetition or one alternative looks at each character a fixed number of times
        }
        String bad = RegexTrial.findExpensive(pattern);
        if (bad != null) {
            throw refuse(
                    text,
                    "it needs more than " + MessagePattern.MAX_STEPS + " steps for a command of " + bad.length()
                            + " characters, '" + bad + "'; avoid a repetition inside a repetition, such as (A+)+, and"
                            + " neighbouring repetitions of the same characters");
        }
    }

    private static IllegalArgumentException refuse(String text, String reason) {
        return new IllegalArgumentException("regular expression refused: pattern='" + text + "': " + reason);
    }
}
