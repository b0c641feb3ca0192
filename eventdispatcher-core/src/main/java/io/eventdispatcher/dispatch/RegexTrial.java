package io.eventdispatcher.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tries a regular expression on commands that are meant to make it explode: repeated characters and pairs behind each
 * beginning of its own literal text, ended by a character that nothing expects, then changed at random, going on from
 * those that cost most.
 *
 * <p>The search is bounded in steps, repeatable, and may miss something; what it misses is stopped at each match by the
 * same budget of steps.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class RegexTrial {
    private static final int INPUT_LENGTH = 128;
    private static final int MAX_ALPHABET = 12;
    private static final int MUTATIONS = 2_000;
    private static final int SURVIVORS = 8;
    private static final long MAX_TOTAL_STEPS = 2_000_000;

    private final Pattern pattern;
    private final List<Character> alphabet;
    private final Random random = new Random(1);
    private final List<Trial> costliest = new ArrayList<>();
    private long totalSteps;
    private @Nullable String expensive;

    private record Trial(String input, int steps) {}

    private RegexTrial(Pattern pattern) {
        this.pattern = pattern;
        Set<Character> characters = new LinkedHashSet<>();
        for (char c : pattern.pattern().toCharArray()) {
            if (GlobMatcher.isWord(c)) {
                characters.add(c);
            }
        }
        characters.addAll(List.of('A', '0', '_', 'a', '-'));
        this.alphabet = characters.stream().limit(MAX_ALPHABET).toList();
    }

    /** Returns an input that needs more than {@link MessagePattern#MAX_STEPS} steps, or null if none was found. */
    static @Nullable String findExpensive(Pattern pattern) {
        RegexTrial trial = new RegexTrial(pattern);
        trial.tryRepetitions();
        trial.tryMutations();
        return trial.expensive;
    }

    private boolean goesOn() {
        return expensive == null && totalSteps < MAX_TOTAL_STEPS;
    }

    private void tryRepetitions() {
        String literals = pattern.pattern().replaceAll("\\\\.|[^A-Za-z0-9_]", "");
        for (int begin = 0; begin <= Math.min(literals.length(), INPUT_LENGTH / 2) && goesOn(); begin++) {
            String beginning = literals.substring(0, begin);
            for (char first : alphabet) {
                for (char second : alphabet) {
                    if (goesOn()) {
                        attempt(filled(beginning, "" + first + second) + "!");
                    }
                }
            }
        }
    }

    private void tryMutations() {
        for (int i = 0; i < MUTATIONS && goesOn(); i++) {
            attempt(mutated(costliest.get(random.nextInt(costliest.size())).input()));
        }
    }

    private void attempt(String input) {
        CountedText counted = new CountedText(input, MessagePattern.MAX_STEPS);
        try {
            pattern.matcher(counted).matches();
        } catch (CountedText.Exhausted | StackOverflowError e) {
            expensive = input;
        }
        totalSteps += counted.steps();
        keep(new Trial(input, counted.steps()));
    }

    private void keep(Trial trial) {
        int place = costliest.size();
        while (place > 0 && costliest.get(place - 1).steps() < trial.steps()) {
            place--;
        }
        costliest.add(place, trial);
        if (costliest.size() > SURVIVORS) {
            costliest.remove(SURVIVORS);
        }
    }

    private String mutated(String input) {
        int from = random.nextInt(input.length());
        int to = Math.min(input.length(), from + 1 + random.nextInt(4));
        char c = alphabet.get(random.nextInt(alphabet.size()));
        return switch (random.nextInt(4)) {
            case 0 -> clipped(input.substring(0, from) + c + input.substring(to));
            case 1 -> clipped(input.substring(0, from) + c + input.substring(from));
            case 2 -> filled(input.substring(0, from), input.substring(from, to)) + "!";
            default -> clipped(filled(input.substring(0, from), input.substring(from, to) + c) + "!");
        };
    }

    private static String filled(String beginning, String unit) {
        int times = Math.max(1, (INPUT_LENGTH - 1 - beginning.length()) / unit.length());
        return clipped(beginning + unit.repeat(times));
    }

    private static String clipped(String input) {
        return input.length() <= INPUT_LENGTH ? input : input.substring(0, INPUT_LENGTH - 1) + "!";
    }
}
