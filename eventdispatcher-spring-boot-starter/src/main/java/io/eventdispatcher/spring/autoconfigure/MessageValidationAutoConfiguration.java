package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.handler.MethodValidation;
import jakarta.validation.Validator;
import jakarta.validation.executable.ExecutableValidator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Checks the arguments of message handlers when the application has Bean Validation.
 *
 * @since 0.1
 */
@AutoConfiguration(
        before = MessageHandlerAutoConfiguration.class,
        afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnClass(ExecutableValidator.class)
@ConditionalOnBean(Validator.class)
public final class MessageValidationAutoConfiguration {

    MessageValidationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    MethodValidation eventDispatcherMethodValidation(Validator validator) {
        return new BeanMethodValidation(validator);
    }
}
