package io.eventdispatcher.message;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a message with valid names, sorted by name. Only what is asked for becomes a text.
 *
 * <p>Threading: immutable.
 */
final class ParameterMap extends AbstractMap<String, String> {

    private final Message message;
    private final int[] order;

    /** @param order positions of the parameters, see {@link ParameterOrder} */
    ParameterMap(Message message, int[] order) {
        this.message = message;
        this.order = order;
    }

    @Override
    public int size() {
        return order.length;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String name && message.has(name);
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
        return key instanceof String name ? message.param(name) : null;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return order.length;
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, String>> {

        private int next;

        @Override
        public boolean hasNext() {
            return next < order.length;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (next == order.length) {
                throw new NoSuchElementException("no more parameters: count=" + order.length);
            }
            int i = order[next++];
            return Map.entry(message.nameAt(i), message.value(i));
        }
    }
}
