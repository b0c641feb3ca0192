package io.eventdispatcher.spring.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;
import org.springframework.core.ResolvableType;

/**
 * Tells a native image about the handler methods and about the records they take and return.
 *
 * <p>Threading: one thread at a time (confined to the build).
 */
final class MessageHandlerHints extends SimpleReflectiveProcessor {

    private final BindingReflectionHintsRegistrar records = new BindingReflectionHintsRegistrar();

    @Override
    protected void registerMethodHint(ReflectionHints hints, Method method) {
        super.registerMethodHint(hints, method);
        Stream.concat(Stream.of(method.getGenericParameterTypes()), Stream.of(method.getGenericReturnType()))
                .map(ResolvableType::forType)
                .forEach(type -> registerRecords(hints, type));
    }

    private void registerRecords(ReflectionHints hints, ResolvableType type) {
        if (type.toClass().isRecord()) {
            Type declared = type.getType();
            records.registerReflectionHints(hints, declared);
        }
        for (ResolvableType generic : type.getGenerics()) {
            registerRecords(hints, generic);
        }
    }
}
