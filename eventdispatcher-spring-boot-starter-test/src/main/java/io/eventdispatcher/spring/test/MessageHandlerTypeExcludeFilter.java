package io.eventdispatcher.spring.test;

import io.eventdispatcher.message.definition.Definitions;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.handler.EventDispatcherConfigurer;
import io.eventdispatcher.spring.handler.HandlerObserver;
import io.eventdispatcher.spring.handler.MessageArgumentResolver;
import io.eventdispatcher.spring.handler.MessageErrorHandler;
import io.eventdispatcher.spring.handler.MessageInterceptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Leaves those components out of a {@link MessageHandlerTest} that have nothing to do with handlers.
 *
 * <p>Threading: one thread at a time.
 */
final class MessageHandlerTypeExcludeFilter
        extends StandardAnnotationCustomizableTypeExcludeFilter<MessageHandlerTest> {

    /** What takes part in every call. */
    private static final Set<Class<?>> INCLUDED = Set.of(
            MessageArgumentResolver.class,
            MessageErrorHandler.class,
            MessageInterceptor.class,
            EventDispatcherConfigurer.class,
            HandlerObserver.class,
            Definitions.class,
            Converter.class,
            GenericConverter.class);

    /** Exception handlers for all; by name, so that they are included as soon as there are such. */
    private static final String ADVICE = "io.eventdispatcher.spring.annotation.MessageHandlerAdvice";

    private final Class<?>[] handlers;

    MessageHandlerTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
        this.handlers = getAnnotation().getValue("handlers", Class[].class).orElse(new Class<?>[0]);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return INCLUDED;
    }

    @Override
    protected Set<Class<?>> getComponentIncludes() {
        return new LinkedHashSet<>(Arrays.asList(handlers));
    }

    @Override
    protected boolean defaultInclude(MetadataReader type, MetadataReaderFactory types) throws IOException {
        return super.defaultInclude(type, types)
                || type.getAnnotationMetadata().isAnnotated(ADVICE)
                || (handlers.length == 0 && hasHandlers(type, types));
    }

    /** Tells whether the class, what it extends or what it implements declares handlers. */
    private static boolean hasHandlers(MetadataReader type, MetadataReaderFactory types) throws IOException {
        AnnotationMetadata metadata = type.getAnnotationMetadata();
        if (metadata.hasAnnotatedMethods(MessageHandler.class.getName())) {
            return true;
        }
        for (String each : metadata.getInterfaceNames()) {
            if (hasHandlers(each, types)) {
                return true;
            }
        }
        return hasHandlers(metadata.getSuperClassName(), types);
    }

    private static boolean hasHandlers(@Nullable String name, MetadataReaderFactory types) throws IOException {
        return name != null && !name.startsWith("java.") && hasHandlers(types.getMetadataReader(name), types);
    }
}
