package io.eventdispatcher.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the meters of {@link SpringPingPongServer} are collected, so that their cost is part of what is measured. */
@Configuration(proxyBeanMethods = false)
class ServerMeters {

    @Bean
    MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }
}
