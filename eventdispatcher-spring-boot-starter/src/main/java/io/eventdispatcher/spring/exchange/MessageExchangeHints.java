package io.eventdispatcher.spring.exchange;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image about the proxies of client interfaces, their methods, and the records they take and return.
 *
 * <p>Threading: one thread at a time (confined to the build).
 */
final class MessageExchangeHints implements BeanFactoryInitializationAotProcessor {

    private final BindingReflectionHintsRegistrar records = new BindingReflectionHintsRegistrar();

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beanFactory) {
        List<Class<?>> interfaces = interfaces(beanFactory);
        return interfaces.isEmpty()
                ? null
                : (context, code) -> interfaces.forEach(type -> register(context.getRuntimeHints(), type));
    }

    private static List<Class<?>> interfaces(ConfigurableListableBeanFactory beanFactory) {
        List<Class<?>> interfaces = new ArrayList<>();
        for (String bean : beanFactory.getBeanNamesForType(MessageExchangeBeans.class, true, false)) {
            ConstructorArgumentValues.ValueHolder names = beanFactory
                    .getMergedBeanDefinition(bean)
                    .getConstructorArgumentValues()
                    .getIndexedArgumentValue(0, String[].class);
            if (names != null && names.getValue() instanceof String[] all) {
                Stream.of(all)
                        .map(name -> ClassUtils.resolveClassName(name, beanFactory.getBeanClassLoader()))
                        .forEach(interfaces::add);
            }
        }
        return interfaces;
    }

    private void register(RuntimeHints hints, Class<?> type) {
        hints.proxies().registerJdkProxy(type);
        hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
        for (Method method : type.getMethods()) {
            Stream.concat(Stream.of(method.getGenericParameterTypes()), Stream.of(method.getGenericReturnType()))
                    .map(ResolvableType::forType)
                    .forEach(used -> registerRecords(hints, used));
        }
    }

    private void registerRecords(RuntimeHints hints, ResolvableType type) {
        if (type.toClass().isRecord()) {
            records.registerReflectionHints(hints.reflection(), type.getType());
        }
        for (ResolvableType generic : type.getGenerics()) {
            registerRecords(hints, generic);
        }
    }
}
