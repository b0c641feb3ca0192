package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.actuate.DispatcherReport;
import io.eventdispatcher.spring.actuate.SourcesReport;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image what is found by name at run time: built-in definitions and pages, the JDK's signals, and what the
 * actuator endpoint answers. Handlers and their records are found by {@code @MessageHandler}.
 *
 * <p>Threading: one thread at a time (confined to the build).
 */
final class EventDispatcherHints implements RuntimeHintsRegistrar {

    private static final String ENDPOINTS = "org.springframework.boot.actuate.endpoint.OperationResponseBody";
    private static final TypeReference SIGNAL = TypeReference.of("sun.misc.Signal");
    private static final TypeReference SIGNAL_HANDLER = TypeReference.of("sun.misc.SignalHandler");

    private final BindingReflectionHintsRegistrar answers = new BindingReflectionHintsRegistrar();

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (String suffix : new String[] {"conf", "html", "css", "js", "svg"}) {
            hints.resources().registerPattern("io/eventdispatcher/**/*." + suffix);
        }
        hints.reflection()
                .registerType(SIGNAL, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS)
                .registerType(
                        SIGNAL_HANDLER, MemberCategory.ACCESS_PUBLIC_FIELDS, MemberCategory.INVOKE_PUBLIC_METHODS);
        hints.proxies().registerJdkProxy(SIGNAL_HANDLER);
        if (ClassUtils.isPresent(ENDPOINTS, classLoader)) {
            register(hints, DispatcherReport.class);
            register(hints, SourcesReport.class);
        }
    }

    /** Also the nested types: methods that return {@code Object} do not tell which of them they mean. */
    private void register(RuntimeHints hints, Class<?> report) {
        answers.registerReflectionHints(hints.reflection(), report);
        answers.registerReflectionHints(hints.reflection(), report.getDeclaredClasses());
    }
}
