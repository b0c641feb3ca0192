package io.eventdispatcher.spring.handler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.Environment;

/**
 * Finds the {@link io.eventdispatcher.spring.annotation.MessageHandler} methods of all beans and puts them into the
 * {@link HandlerRegistry}: once, after all singletons exist, so before any listener opens.
 *
 * <p>Values are converted by the bean named {@code conversionService} if there is one, else by an
 * {@link ApplicationConversionService} with the application's converter beans.
 *
 * <p>Threading: called by the thread that starts the application.
 *
 * @since 0.1
 */
public final class HandlerDiscovery implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(HandlerDiscovery.class);

    /** Handlers named in the line of the start; all are on level debug. */
    private static final int MAX_TOLD = 10;

    private final ConfigurableListableBeanFactory beanFactory;
    private final Environment environment;
    private final HandlerRegistry registry;
    private final HandlerExecutors executors;
    private final OriginResolver origins;
    private final HandlerPipelines pipelines;

    /**
     * Makes the discovery of one application.
     *
     * @param beanFactory holds the beans
     * @param environment resolves placeholders
     * @param registry gets the handlers
     * @param executors runs them
     * @param origins for {@code Connection} arguments
     * @param pipelines gets interceptors and error handlers
     * @since 0.1
     */
    public HandlerDiscovery(
            ConfigurableListableBeanFactory beanFactory,
            Environment environment,
            HandlerRegistry registry,
            HandlerExecutors executors,
            OriginResolver origins,
            HandlerPipelines pipelines) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.registry = registry;
        this.executors = executors;
        this.origins = origins;
        this.pipelines = pipelines;
    }

    /**
     * Finds, checks and registers.
     *
     * @throws InvalidHandlerException if a handler cannot be used
     * @throws DuplicateHandlerException if two handlers want the same messages
     * @since 0.1
     */
    @Override
    public void afterSingletonsInstantiated() {
        HandlerConfiguration configuration = new HandlerConfiguration();
        beans(EventDispatcherConfigurer.class).forEach(configurer -> configurer.configure(configuration));
        HandlerFactory factory = factory(configuration);
        List<FoundBean> found = new HandlerMethods(beanFactory).find();
        List<FailureStage> advices = new ArrayList<>();
        for (FoundBean bean : byAdviceOrder(found)) {
            HandlerFactory.PlannedBean planned = factory.plan(bean);
            planned.handlers().forEach(registry::register);
            if (planned.advice() != null) {
                advices.add(planned.advice());
            }
        }
        configuration.register(registry);
        List<MessageInterceptor> interceptors = new ArrayList<>(configuration.interceptors());
        interceptors.addAll(beans(MessageInterceptor.class));
        pipelines.open(interceptors, advices, beans(MessageErrorHandler.class));
        report();
    }

    /** Handlers have orders of their own, which the registry knows: here only those of advice beans count. */
    private List<FoundBean> byAdviceOrder(List<FoundBean> found) {
        List<FoundBean> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(bean -> bean.advice() ? order(bean) : Integer.MIN_VALUE));
        return sorted;
    }

    private int order(FoundBean bean) {
        Order ofBean = beanFactory.findAnnotationOnBean(bean.name(), Order.class);
        return ofBean != null ? ofBean.value() : OrderUtils.getOrder(bean.type(), Ordered.LOWEST_PRECEDENCE);
    }

    private <T> List<T> beans(Class<T> type) {
        return beanFactory.getBeanProvider(type).orderedStream().toList();
    }

    private HandlerFactory factory(HandlerConfiguration configuration) {
        ConversionService conversion = conversion();
        List<MessageArgumentResolver> resolvers = new ArrayList<>(configuration.resolvers());
        resolvers.addAll(beans(MessageArgumentResolver.class));
        ValuePlanner values = new ValuePlanner(new ValueConverters(conversion), this::resolve);
        return new HandlerFactory(
                this::resolve,
                executors,
                pipelines,
                new MethodPlan(
                        beanFactory,
                        new ArgumentPlanner(resolvers, values, origins, this::resolve),
                        new ReplyPlanner(new ReplyParameters(conversion, this::resolve)),
                        beanFactory
                                .getBeanProvider(MethodValidation.class)
                                .getIfAvailable(() -> MethodValidation.NONE)));
    }

    private String resolve(String text) {
        try {
            return environment.resolveRequiredPlaceholders(text);
        } catch (IllegalArgumentException e) {
            throw new UnresolvedTextException(text, e);
        }
    }

    private ConversionService conversion() {
        String name = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
        if (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, ConversionService.class)) {
            return beanFactory.getBean(name, ConversionService.class);
        }
        ApplicationConversionService service = new ApplicationConversionService();
        ApplicationConversionService.addBeans(service, beanFactory);
        return service;
    }

    private void report() {
        List<String> summaries = registry.handlers().stream()
                .map(snapshot -> snapshot.handler().summary())
                .sorted()
                .toList();
        if (summaries.isEmpty()) {
            return;
        }
        summaries.forEach(summary -> log.debug("handler: {}", summary));
        log.info(
                "{} {}: {}{}",
                summaries.size(),
                summaries.size() == 1 ? "handler" : "handlers",
                summaries.stream().limit(MAX_TOLD).collect(Collectors.joining("; ")),
                summaries.size() > MAX_TOLD ? "; ..." : "");
    }
}
