package io.eventdispatcher.spring.autoconfigure;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when Logback does the logging, not just lies on the class path.
 *
 * <p>Threading: immutable.
 */
final class OnLogback extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Logback in use");
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext
                ? ConditionOutcome.match(message.because("SLF4J is bound to it"))
                : ConditionOutcome.noMatch(message.because("SLF4J is bound to something else"));
    }
}
