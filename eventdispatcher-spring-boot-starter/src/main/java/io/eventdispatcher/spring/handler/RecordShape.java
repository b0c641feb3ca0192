package io.eventdispatcher.spring.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.MethodParameter;

/**
 * The parts of a record type: its components, its canonical constructor and its accessors, looked up once.
 *
 * <p>Threading: immutable.
 *
 * @param components in the order of the constructor
 * @param canonical the constructor that takes them all
 */
record RecordShape(List<RecordComponent> components, Constructor<?> canonical) {

    static RecordShape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordShape(List.of(components), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("record without canonical constructor: type=" + type.getName(), e);
        }
    }

    /** The constructor's parameter of a component. */
    MethodParameter parameter(int index) {
        return new MethodParameter(canonical, index);
    }

    /** The constructor as a function of an array of all components. */
    MethodHandle constructor() {
        try {
            return MethodHandles.lookup()
                    .unreflectConstructor(canonical)
                    .asFixedArity()
                    .asType(MethodType.genericMethodType(components.size()))
                    .asSpreader(Object[].class, components.size());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible, yet refused: " + canonical, e);
        }
    }

    /** The accessor of a component as a function of the record. */
    MethodHandle accessor(int index) {
        try {
            Method accessor = components.get(index).getAccessor();
            accessor.setAccessible(true);
            return MethodHandles.lookup().unreflect(accessor).asType(MethodType.genericMethodType(1));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible, yet refused: " + components.get(index), e);
        }
    }
}
