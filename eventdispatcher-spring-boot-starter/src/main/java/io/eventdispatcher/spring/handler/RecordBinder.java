package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.spring.handler.ValueBinder.Absence;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record made of parameters, one a component; components that are records themselves likewise.
 *
 * <p>An {@link IllegalArgumentException} of the record's constructor is a fault of the message: its text goes to the
 * peer.
 *
 * <p>Threading: immutable.
 *
 * @param name of the argument, or the path of the component
 * @param names of the components, in the order of the canonical constructor
 * @param components in the order of the canonical constructor
 * @param constructor takes all components in one array
 * @param absence what it means that no parameter of any component is there
 */
record RecordBinder(
        String name, List<String> names, List<ArgumentBinder> components, MethodHandle constructor, Absence absence)
        implements ArgumentBinder {

    @Override
    public @Nullable Object bind(Exchange exchange, BindingProblems problems) throws Exception {
        if (absence != Absence.MISSING && !isPresent(exchange)) {
            return absence.value();
        }
        Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = components.get(i).bind(exchange, problems);
        }
        return problems.isEmpty() ? absence.wrap(construct(values, problems)) : absence.value();
    }

    private @Nullable Object construct(Object[] values, BindingProblems problems) throws Exception {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (IllegalArgumentException e) {
            problems.refused(name, e.getMessage());
            return null;
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("record constructor threw neither exception nor error: " + e, e);
        }
    }

    @Override
    public String nameOf(String path) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(first)) {
                return components.get(i).nameOf(dot < 0 ? "" : path.substring(dot + 1));
            }
        }
        return name;
    }

    private boolean isPresent(Exchange exchange) {
        for (ArgumentBinder component : components) {
            if (component instanceof ValueBinder value && value.isPresent(exchange)
                    || component instanceof RecordBinder nested && nested.isPresent(exchange)) {
                return true;
            }
        }
        return false;
    }
}
