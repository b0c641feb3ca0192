package io.eventdispatcher.dispatch;

import java.util.ArrayList;
import java.util.List;

/** Takes the text of a pattern apart, {@code regex:} excepted. */
final class PatternParser {
    private static final int CONSTRAINED = 3;
    private static final int VARIABLE = 2;
    private static final int STAR = 1;

    private final String text;
    private final List<PatternPart> parts = new ArrayList<>();
    private int at;

    private PatternParser(String text) {
        this.text = text;
    }

    /** Returns at least one part; no two literals in a row, no two wildcards unless both have an expression. */
    static List<PatternPart> parse(String text) {
        return new PatternParser(text).parse();
    }

    static boolean isGlob(List<PatternPart> parts) {
        return parts.stream()
                .noneMatch(part -> part instanceof PatternPart.Variable variable && variable.regex() != null);
    }

    static List<String> variableNames(List<PatternPart> parts) {
        return parts.stream()
                .filter(PatternPart.Variable.class::isInstance)
                .map(part -> ((PatternPart.Variable) part).name())
                .toList();
    }

    /** More than a {@code regex:}, less than an exact name: literal characters first, then the loosest wildcard. */
    static int specificity(List<PatternPart> parts) {
        int literals = 0;
        int loosest = CONSTRAINED;
        for (PatternPart part : parts) {
            if (part instanceof PatternPart.Literal literal) {
                literals += literal.text().length();
            } else if (part instanceof PatternPart.Star) {
                loosest = STAR;
            } else if (part instanceof PatternPart.Variable variable && variable.regex() == null) {
                loosest = Math.min(loosest, VARIABLE);
            }
        }
        return MessagePattern.SPECIFICITY_REGEX + literals * (CONSTRAINED + 1) + loosest;
    }

    private List<PatternPart> parse() {
        if (text.isEmpty()) {
            throw refuse(0, "it is empty", "write a command name, or '*' for any command");
        }
        while (at < text.length()) {
            int start = at;
            PatternPart part = switch (text.charAt(at)) {
                case '*' -> star();
                case '{' -> variable();
                default -> literal();
            };
            checkNeighbour(start, part);
            parts.add(part);
        }
        return List.copyOf(parts);
    }

    private PatternPart star() {
        at++;
        return new PatternPart.Star();
    }

    private PatternPart literal() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '*' && text.charAt(at) != '{') {
            char c = text.charAt(at);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && c != '_' && (c < 'A' || c > 'Z')) {
                throw refuse(
                        at,
                        "a command cannot contain '" + c + "'",
                        "use A-Z, 0-9 and _, or write 'regex:' and a regular expression");
            }
            if (digit && at == 0) {
                throw refuse(at, "a command cannot begin with a digit", "begin with A-Z or _");
            }
            at++;
        }
        return new PatternPart.Literal(text.substring(start, at));
    }

    private PatternPart variable() {
        int start = at;
        int end = closingBrace(start);
        int colon = text.indexOf(':', start);
        boolean plain = colon < 0 || colon > end;
        String name = text.substring(start + 1, plain ? end : colon);
        if (!isName(name)) {
            throw refuse(
                    start, "'" + name + "' is not the name of a variable", "use letters, digits and _, no digit first");
        }
        if (variableNames(parts).contains(name)) {
            throw refuse(start, "the variable '" + name + "' occurs twice", "give each variable its own name");
        }
        String regex = plain ? null : text.substring(colon + 1, end);
        if (regex != null && regex.isEmpty()) {
            throw refuse(colon, "the expression is empty", "write {" + name + "} or {" + name + ":[0-9]+}");
        }
        at = end + 1;
        return new PatternPart.Variable(name, regex);
    }

    /** Returns the brace that closes the one at start; braces of quantifiers nest, escaped ones do not count. */
    private int closingBrace(int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        throw refuse(start, "'{' is not closed", "write {name} or {name:expression}");
    }

    private void checkNeighbour(int position, PatternPart part) {
        PatternPart previous = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (previous == null || part instanceof PatternPart.Literal || previous instanceof PatternPart.Literal) {
            return;
        }
        if (!isConstrained(previous) || !isConstrained(part)) {
            throw refuse(
                    position,
                    "where the wildcard before ends is not defined",
                    "put a literal between two wildcards, or give both variables an expression");
        }
    }

    private static boolean isConstrained(PatternPart part) {
        return part instanceof PatternPart.Variable variable && variable.regex() != null;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!GlobMatcher.isWord(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty() && (name.charAt(0) < '0' || name.charAt(0) > '9');
    }

    private IllegalArgumentException refuse(int position, String reason, String fix) {
        return new IllegalArgumentException(
                "invalid pattern: " + reason + ": pattern='" + text + "' position=" + position + "; " + fix);
    }
}
