package io.eventdispatcher.spring.handler;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What becomes of the return value of a method.
 *
 * <p>Threading: immutable.
 *
 * @param results gets at the value inside of a reactive type
 * @param writer makes the reply of the value
 */
record ReturnPlan(ResultAdapter results, ReplyWriter writer) {

    private static final boolean REACTIVE =
            ClassUtils.isPresent("org.reactivestreams.Publisher", ReturnPlan.class.getClassLoader());

    private static final ReplyWriter NOTHING = (exchange, value) -> {};

    static ReturnPlan of(BeanMethod at, ReplyPlanner replies, ReplyCommand command) {
        ResolvableType declared =
                ResolvableType.forMethodParameter(at.annotated().getReturnType());
        ReactiveAdapter adapter = REACTIVE ? ReactiveResults.adapter(declared.toClass()) : null;
        if (adapter == null) {
            ReplyWriter writer = replies.plan(at.location(), declared, command);
            boolean suspends = KotlinDetector.isSuspendingFunction(at.method());
            return new ReturnPlan(suspends ? KotlinFunctions.results() : ResultAdapter.NONE, writer);
        }
        if (adapter.isNoValue()) {
            return new ReturnPlan(ReactiveResults.one(adapter), NOTHING);
        }
        ReplyWriter writer = replies.plan(at.location(), declared.getGeneric(0), command);
        return adapter.isMultiValue()
                ? new ReturnPlan(ReactiveResults.several(adapter, writer), NOTHING)
                : new ReturnPlan(ReactiveResults.one(adapter), writer);
    }
}
