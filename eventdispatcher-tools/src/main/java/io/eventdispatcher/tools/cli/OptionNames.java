package io.eventdispatcher.tools.cli;

/**
 * Long option names with underscores, which the original takes too: {@code --secret_code} is {@code --secret-code}.
 *
 * <p>Threading: immutable.
 */
final class OptionNames {

    private OptionNames() {}

    static String[] dashed(String[] args) {
        String[] result = args.clone();
        for (int i = 0; i < result.length && !result[i].equals("--"); i++) {
            if (result[i].startsWith("--")) {
                int end = result[i].indexOf('=');
                String name = end < 0 ? result[i] : result[i].substring(0, end);
                result[i] = name.replace('_', '-') + result[i].substring(name.length());
            }
        }
        return result;
    }
}
