package io.eventdispatcher.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of message handlers only: no socket is opened, no client connects, and of the application's components those are
 * there that have {@code @MessageHandler} methods or take part in every call (advice, interceptors, error handlers, argument
 * resolvers, configurers, converters). What handlers need besides is given with {@code @MockitoBean}, {@code @TestBean} or
 * {@code @Import}.
 *
 * <pre>{@code
 * @MessageHandlerTest(Billing.class)
 * class BillingTests {
 *     @Autowired MessageTestClient client;
 *     @MockitoBean Stock stock;
 *
 *     @Test void adds() {
 *         client.send("ADD_ITEM sku=A1;count=2").expectReply().hasCommand("TOTAL");
 *     }
 * }
 * }</pre>
 *
 * <p>Listeners and clients on {@code local:} endpoints do start: they are in memory.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(MessageHandlerTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(MessageHandlerTypeExcludeFilter.class)
@AutoConfigureMessageHandlers
@ImportAutoConfiguration
public @interface MessageHandlerTest {

    /**
     * Components whose handlers are tested. All components with handlers by default.
     *
     * @return classes of components that the application scans
     */
    @AliasFor("handlers")
    Class<?>[] value() default {};

    /**
     * Components whose handlers are tested, as {@link #value}.
     *
     * @return classes of components that the application scans
     */
    @AliasFor("value")
    Class<?>[] handlers() default {};

    /**
     * Properties of the test, for example {@code eventdispatcher.dispatch.execution=loop}.
     *
     * @return {@code key=value} each
     */
    String[] properties() default {};

    /**
     * Whether the components described above are there; otherwise only those of {@link #includeFilters}.
     *
     * @return true by default
     */
    boolean useDefaultFilters() default true;

    /**
     * Further components of the application that are there.
     *
     * @return filters, as of {@code @ComponentScan}
     */
    Filter[] includeFilters() default {};

    /**
     * Components of the application that are not there, although they would be.
     *
     * @return filters, as of {@code @ComponentScan}
     */
    Filter[] excludeFilters() default {};

    /**
     * Auto-configurations of the slice that are left out.
     *
     * @return auto-configuration classes
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
