package io.eventdispatcher.spring.console;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Adds the headers of the page on reactive servers.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ConsoleHeadersWebFilter implements WebFilter {

    private final ConsoleHeaders headers;

    /**
     * Creates the filter.
     *
     * @param headers what it adds
     */
    public ConsoleHeadersWebFilter(ConsoleHeaders headers) {
        this.headers = headers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        headers.set(exchange.getRequest().getURI().getPath(), answer::set); // decoded
        return chain.filter(exchange);
    }
}
