package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.autoconfigure.actuate.EventDispatcherEndpointAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.actuate.EventDispatcherHealthAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.actuate.EventDispatcherInfoAutoConfiguration;
import io.eventdispatcher.spring.autoconfigure.metrics.EventDispatcherMetricsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Runners with the auto-configurations of this module. */
public final class Starter {

    private Starter() {}

    /** An application without actuator and Micrometer. */
    public static ApplicationContextRunner plain() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TaskExecutionAutoConfiguration.class,
                        EventDispatcherAutoConfiguration.class,
                        MessageExchangeAutoConfiguration.class,
                        MessageHandlerAutoConfiguration.class,
                        EventSourceAutoConfiguration.class,
                        TraceAutoConfiguration.class));
    }

    /** An application with actuator and Micrometer, the endpoint exposed. */
    public static ApplicationContextRunner full() {
        return plain().withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        EventDispatcherMetricsAutoConfiguration.class,
                        EventDispatcherHealthAutoConfiguration.class,
                        EventDispatcherInfoAutoConfiguration.class,
                        EventDispatcherEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*", "spring.main.web-application-type=none")
                .withPropertyValues("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true");
    }
}
