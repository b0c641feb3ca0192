package io.eventdispatcher.spring.docs;

import io.eventdispatcher.spring.lifecycle.ListenerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SmallBacklog {

    // snippet: customizer
    @Bean
    ListenerCustomizer smallBacklog() {
        return (listener, options) ->
                listener.equals("edge") ? options.withListen(options.listen().withBacklog(16)) : options;
    }
    // end
}
