package io.eventdispatcher.benchmarks;

import brave.Tracing;
import brave.sampler.Sampler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spans for {@link SpringPingPongServer}, of which one in ten is sampled and none is reported. */
@Configuration(proxyBeanMethods = false)
class ServerSpans {

    @Bean(destroyMethod = "close")
    Tracing tracing() {
        return Tracing.newBuilder().sampler(Sampler.create(0.1f)).build();
    }

    @Bean
    Tracer tracer(Tracing tracing) {
        return new BraveTracer(tracing.tracer(), new BraveCurrentTraceContext(tracing.currentTraceContext()));
    }

    @Bean
    PropagatingReceiverTracingObservationHandler<?> receiving(Tracer tracer, Tracing tracing) {
        return new PropagatingReceiverTracingObservationHandler<>(tracer, new BravePropagator(tracing));
    }
}
