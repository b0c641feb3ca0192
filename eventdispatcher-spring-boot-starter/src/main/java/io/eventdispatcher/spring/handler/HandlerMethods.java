package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.MessageHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds annotated methods on all beans by their classes. No bean is made for it, but those that are JDK proxies of
 * unknown origin and exist already are asked what is behind them.
 *
 * <p>Threading: one thread at a time (confined to the start of the application).
 */
final class HandlerMethods {

    private static final Logger log = LoggerFactory.getLogger(HandlerMethods.class);
    private static final String SPRING = "org.springframework.";

    private final ConfigurableListableBeanFactory beanFactory;

    HandlerMethods(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /** All annotated methods, in the order of the bean definitions, those of one bean by signature. */
    List<FoundMethod> find() {
        List<FoundMethod> found = new ArrayList<>();
        for (String bean : beanFactory.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(bean) ? null : userType(bean);
            if (type != null && isCandidate(type)) {
                add(bean, type, found);
            }
        }
        return found;
    }

    private static void add(String bean, Class<?> type, List<FoundMethod> found) {
        Map<String, Integer> overloads = new HashMap<>();
        methods(bean, type).entrySet().stream()
                .sorted(Comparator.comparing(entry -> FoundMethod.signature(type, entry.getKey())))
                .forEach(entry -> {
                    Method method = entry.getKey();
                    int overload = overloads.merge(method.getName(), 1, Integer::sum);
                    found.add(new FoundMethod(bean, type, method, entry.getValue(), overload));
                });
    }

    private static boolean isCandidate(Class<?> type) {
        return !type.getName().startsWith(SPRING) && AnnotationUtils.isCandidateClass(type, MessageHandler.class);
    }

    private static Map<Method, MessageHandler> methods(String bean, Class<?> type) {
        try {
            MetadataLookup<@Nullable MessageHandler> lookup =
                    method -> AnnotatedElementUtils.findMergedAnnotation(method, MessageHandler.class);
            return MethodIntrospector.selectMethods(type, lookup);
        } catch (LinkageError | TypeNotPresentException e) {
            // a class of a signature is missing: the bean belongs to an optional library and is never used
            log.debug("bean not searched for handlers, its class does not load: bean={} type={}", bean, type, e);
            return Map.of();
        }
    }

    private @Nullable Class<?> userType(String bean) {
        Class<?> type = declaredType(bean);
        if (type != null && ScopedObject.class.isAssignableFrom(type)) {
            Class<?> target = declaredType(ScopedProxyUtils.getTargetBeanName(bean));
            type = target == null ? type : target;
        }
        if (type != null && Proxy.isProxyClass(type) && beanFactory.containsSingleton(bean)) {
            type = AopProxyUtils.ultimateTargetClass(beanFactory.getBean(bean));
        }
        return type == null ? null : ClassUtils.getUserClass(type);
    }

    private @Nullable Class<?> declaredType(String bean) {
        if (beanFactory.containsBeanDefinition(bean)
                && beanFactory
                                .getMergedBeanDefinition(bean)
                                .getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE)
                        instanceof Class<?> target) {
            return target;
        }
        return beanFactory.containsBean(bean) ? beanFactory.getType(bean, false) : null;
    }
}
