package io.eventdispatcher.communicatord.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may have which name. A name without a rule is free for everybody who may register at all.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class RegistrationPolicy {

    /** Every name is free. */
    public static final RegistrationPolicy OPEN = new RegistrationPolicy(Map.of());

    private final Map<String, Rule> rules;

    /**
     * The rule of one name. What is set must be met.
     *
     * <p>Threading: immutable.
     *
     * @param users users of Unix sockets and subjects of certificates; empty = any
     * @param password that REGISTER must carry; null = none
     * @since 0.1
     */
    public record Rule(Set<String> users, @Nullable String password) {

        @Override
        public String toString() {
            return "Rule[users=" + users + ", password=" + (password == null ? "none" : "***") + "]";
        }
    }

    /**
     * Makes a policy.
     *
     * @param rules by name of the service
     */
    public RegistrationPolicy(Map<String, Rule> rules) {
        this.rules = Map.copyOf(rules);
    }

    /**
     * Tells whether a peer may have a name. Passwords are compared in constant time.
     *
     * @param service the name
     * @param user whom the system or a certificate proves it to be; empty = not known
     * @param password as it was sent; null = none
     * @return whether it may
     */
    public boolean permits(String service, String user, @Nullable String password) {
        Rule rule = rules.get(service);
        if (rule == null) {
            return true;
        }
        boolean userFits = rule.users().isEmpty() || rule.users().contains(user);
        return userFits & passwordFits(rule.password(), password);
    }

    private static boolean passwordFits(@Nullable String wanted, @Nullable String given) {
        if (wanted == null) {
            return true;
        }
        String text = given == null ? "" : given;
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
