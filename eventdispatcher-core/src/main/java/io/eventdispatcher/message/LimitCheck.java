package io.eventdispatcher.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Compares a decoded message with its limits.
 *
 * <p>Threading: immutable.
 */
final class LimitCheck {
    private final MessageLimits limits;
    private final boolean strict;

    /** What is no longer than this holds no name that is too long. */
    private final int shortLength;

    LimitCheck(MessageLimits limits) {
        this.limits = limits;
        this.strict = limits.names() == MessageLimits.Names.STRICT;
        this.shortLength = Math.min(
                Math.min(limits.maxParameterNameLength(), limits.maxNameLength()), limits.maxTotalNameLength());
    }

    /** What is wrong with a line before it is decoded; empty when nothing. */
    String problem(byte[] line) {
        if (!strict) {
            return "";
        }
        boolean ascii = true;
        for (byte b : line) {
            if (b >= 0 && b < ' ' || b == 0x7f) {
                return "control character 0x"
                        + Integer.toHexString(b & 0xff | 0x100).substring(1);
            }
            ascii &= b >= 0;
        }
        boolean wellFormed =
                ascii || Arrays.equals(line, new String(line, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        return wellFormed ? "" : "malformed UTF-8";
    }

    /** What is wrong with a message; empty when nothing. */
    String problem(Message message) {
        String tooLong = message.textLength() <= shortLength ? "" : lengthProblem(message);
        return tooLong.isEmpty() && strict ? nameProblem(message) : tooLong;
    }

    private String lengthProblem(Message message) {
        int[] index = message.index();
        int total = 0;
        int longest = 0;
        int count = MessageIndex.count(index);
        for (int i = 0, start = index[2] + 1; i < count; i++) {
            int length = MessageIndex.nameEnd(index, i) - start;
            start = MessageIndex.valueEnd(index, i) + 1;
            longest = Math.max(longest, length);
            total += length;
        }
        if (longest > limits.maxParameterNameLength()) {
            return tooLong("parameter name", longest, limits.maxParameterNameLength());
        }
        // no name before the parameters is longer than all that stands there
        if (index[2] > limits.maxNameLength()) {
            int name = longestBeforeParameters(index);
            if (name > limits.maxNameLength()) {
                return tooLong("name", name, limits.maxNameLength());
            }
        }
        if (total + index[2] > limits.maxTotalNameLength()) {
            total += index[2] - separatorsBeforeParameters(index);
            if (total > limits.maxTotalNameLength()) {
                return tooLong("all names together", total, limits.maxTotalNameLength());
            }
        }
        return "";
    }

    /** What is wrong with the number of distinct parameters; empty when nothing. */
    String repetitionProblem(Message message, int parametersRead) {
        boolean refused = limits.repeated() == MessageLimits.RepeatedParameter.REJECT
                && parametersRead > 1
                && message.parameterCount() < parametersRead;
        return refused ? "parameter repeated" : "";
    }

    private static String tooLong(String what, int length, int max) {
        return what + " too long: length=" + length + " max=" + max;
    }

    private static int longestBeforeParameters(int[] index) {
        int longest = index[2] - index[1];
        if (index[1] > 0) {
            longest = Math.max(longest, index[3] - 1);
            longest = Math.max(longest, index[4] - index[3] - 1);
            longest = Math.max(longest, index[5] - MessageIndex.serverStart(index));
            longest = Math.max(longest, index[6] - MessageIndex.serviceStart(index));
        }
        return longest;
    }

    private static int separatorsBeforeParameters(int[] index) {
        if (index[1] == 0) {
            return 0;
        }
        int source = index[4] == 0 ? 0 : 3;
        int server = index[5] == MessageIndex.serverStart(index) ? 0 : 1;
        int service = index[6] == MessageIndex.serviceStart(index) ? 0 : 1;
        return source + server + service;
    }

    private static String nameProblem(Message message) {
        MessageAddress source = message.source();
        MessageAddress destination = message.destination();
        if (!NameRules.isCommand(message.command())) {
            return "command not valid";
        }
        if (!NameRules.isSender(source.server()) || !NameRules.isSender(source.service())) {
            return "source not valid";
        }
        if (!NameRules.isDestination(destination.server()) || !NameRules.isDestination(destination.service())) {
            return "destination not valid";
        }
        boolean valid = (message.index()[0] & MessageEncoder.NOT_TEXT) == 0
                || message.parameters().keySet().stream().allMatch(NameRules::isName);
        return valid ? "" : "parameter name not valid";
    }
}
