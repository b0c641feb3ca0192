package io.eventdispatcher.spring.console;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Adds the headers of the page on servlet servers.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ConsoleHeadersFilter implements Filter {

    private final ConsoleHeaders headers;

    /**
     * Creates the filter.
     *
     * @param headers what it adds
     */
    public ConsoleHeadersFilter(ConsoleHeaders headers) {
        this.headers = headers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked && response instanceof HttpServletResponse answer) {
            headers.set(path(asked), answer::setHeader);
        }
        chain.doFilter(request, response);
    }

    /** Both parts are decoded, unlike the request URI. */
    private static String path(HttpServletRequest request) {
        String inServlet = request.getPathInfo();
        return inServlet == null ? request.getServletPath() : request.getServletPath() + inServlet;
    }
}
