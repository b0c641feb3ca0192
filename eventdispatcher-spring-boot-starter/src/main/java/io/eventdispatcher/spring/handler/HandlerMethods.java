package io.eventdispatcher.spring.handler;

import io.eventdispatcher.spring.annotation.MessageExceptionHandler;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.MessageHandlerAdvice;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(MessageHandler.class, MessageExceptionHandler.class);
    private static final String SPRING = "org.springframework.";

    private final ConfigurableListableBeanFactory beanFactory;

    HandlerMethods(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /** All beans with annotated methods, in the order of their definitions, the methods of one bean by signature. */
    List<FoundBean> find() {
        List<FoundBean> found = new ArrayList<>();
        for (String bean : beanFactory.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(bean) ? null : userType(bean);
            if (type != null && isCandidate(type)) {
                FoundBean one = inspect(bean, type);
                if (!one.isEmpty()) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    private static FoundBean inspect(String bean, Class<?> type) {
        List<FoundMethod> handlers = new ArrayList<>();
        Map<String, Integer> overloads = new HashMap<>();
        methods(bean, type, MessageHandler.class).forEach((method, annotation) -> {
            int overload = overloads.merge(method.getName(), 1, Integer::sum);
            handlers.add(new FoundMethod(new BeanMethod(bean, type, method), annotation, overload));
        });
        Map<BeanMethod, MessageExceptionHandler> exceptions = new LinkedHashMap<>();
        methods(bean, type, MessageExceptionHandler.class)
                .forEach((method, annotation) -> exceptions.put(new BeanMethod(bean, type, method), annotation));
        return new FoundBean(
                bean,
                type,
                AnnotatedElementUtils.findMergedAnnotation(type, MessageHandler.class),
                AnnotatedElementUtils.hasAnnotation(type, MessageHandlerAdvice.class),
                handlers,
                exceptions);
    }

    private static boolean isCandidate(Class<?> type) {
        return !type.getName().startsWith(SPRING) && AnnotationUtils.isCandidateClass(type, ANNOTATIONS);
    }

    private static <A extends Annotation> Map<Method, A> methods(String bean, Class<?> type, Class<A> annotation) {
        try {
            MetadataLookup<@Nullable A> lookup =
                    method -> AnnotatedElementUtils.findMergedAnnotation(method, annotation);
            Map<Method, A> sorted = new TreeMap<>(Comparator.comparing(method -> BeanMethod.signature(type, method)));
            sorted.putAll(MethodIntrospector.selectMethods(type, lookup));
            return sorted;
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
