package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageAddress;
import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;

class ArgumentTests {

    private final HandlerTestContext context = HandlerTestContext.with();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aValueThatDoesNotConvertIsNamedToThePeer() {
        start(Values.class);

        assertThat(context.send("ADD a=2;b=x")).containsExactly("INVALID command=ADD;message=b: 'x' is not an int");
    }

    @Test
    void whatBelongsToTheExchangeMayBeOptional() {
        start(Wrapped.class);

        assertThat(context.send("<srv:web WRAPPED a=1"))
                .containsExactly("srv:web/WRAPPED_REPLY from=srv:web;same=true");
    }

    @Test
    void theAnswerGoesToTheSender() {
        start(Values.class);

        assertThat(context.send("<srv:web math/ADD a=2;b=x"))
                .containsExactly("srv:web/INVALID command=ADD;message=b: 'x' is not an int");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        start(Values.class);

        assertThat(context.send("ADD a=1;b=2147483648"))
                .singleElement()
                .asString()
                .endsWith("b: '2147483648' is not an int");
        assertThat(context.send("ADD b="))
                .containsExactly("INVALID command=ADD;message=a: missing, b: '' is not an int");
    }

    @Test
    void problemsAreToldUpToALimit() {
        BindingProblems problems = new BindingProblems();
        for (int i = 0; i < 10; i++) {
            problems.missing("p" + i);
        }

        assertThat(catchThrowable(problems::check))
                .hasMessage("p0: missing, p1: missing, p2: missing, p3: missing, p4: missing, p5: missing, p6: missing,"
                        + " p7: missing and 2 more")
                .hasNoCause();
    }

    @Test
    void valuesOfPeersAreEscapedAndClipped() {
        start(Values.class);

        String reply = context.send("ADD a=1;b=\u0007" + "x".repeat(1000)).get(0);

        assertThat(reply)
                .startsWith("INVALID command=ADD;message=b: '\\\\u0007xxx")
                .hasSizeLessThan(350);
    }

    @Test
    void plainArgumentsAreReadByTheirJavaName() {
        start(Values.class);

        assertThat(context.send("ADD a=2;b=3")).containsExactly("ADD_REPLY sum=5");
    }

    @Test
    void aJavaNameIsLookedUpExactlyFirstThenInSnakeCase() {
        start(Values.class);

        assertThat(context.send("NAMES unit_price=1")).containsExactly("NAMES_REPLY value=1");
        assertThat(context.send("NAMES unitPrice=2;unit_price=1")).containsExactly("NAMES_REPLY value=2");
        assertThat(context.send("NAMES UNIT_PRICE=2"))
                .containsExactly("INVALID command=NAMES;message=unitPrice: missing");
    }

    @Test
    void paramGivesTheOnlyNameAndADefault() {
        start(Values.class);

        assertThat(context.send("PARAM unit_price=1;unitPrice=2;no=3"))
                .containsExactly("PARAM_REPLY no=3;verbose=true");
        assertThat(context.send("PARAM verbose=off")).containsExactly("PARAM_REPLY verbose=false");
        assertThat(context.send("PARAM verbose=maybe"))
                .containsExactly("INVALID command=PARAM;message=verbose: 'maybe' is not a boolean");
    }

    @Test
    void absentOptionalValuesAreEmptyOrNull() {
        start(Values.class);

        assertThat(context.send("OPTIONAL")).containsExactly("OPTIONAL_REPLY all=Optional.empty null null");
        assertThat(context.send("OPTIONAL count=1;name=n;unit=days"))
                .containsExactly("OPTIONAL_REPLY all=Optional[1] n DAYS");
        assertThat(context.send("OPTIONAL count=x;unit=weeks"))
                .singleElement()
                .asString()
                .startsWith(
                        "INVALID command=OPTIONAL;message=count: 'x' is not an int, unit: 'weeks' is not one of NANO");
    }

    @Test
    void springConvertsWhatIsNotSimple() {
        start(Values.class, PointConverter.class);

        assertThat(context.send("SPRING wait=5s;where=3x4;tags=a,b"))
                .containsExactly("SPRING_REPLY all=PT5S Point[x=3, y=4] [a, b]");
        assertThat(context.send("SPRING wait=x;where=3;tags="))
                .containsExactly(
                        "INVALID command=SPRING;message=wait: 'x' is not a Duration, where: '3' is not a Point");
    }

    @Test
    void whatBelongsToTheExchange() {
        start(OfExchange.class);
        context.from(new Origin(Role.SERVER, "main", null));

        assertThat(context.send("<srv:web ALL b=2;a=1"))
                .containsExactly("srv:web/ALL_REPLY a=1;b=2;connection=false;sender=srv:web;size=2");
        assertThat(context.failure("CONNECTION"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the message came in without a connection: handler='argumentTests.OfExchange#connection'"
                        + " (priority=7); make the argument @Nullable or Optional");
    }

    @Test
    void whoeverShowsNoCertificateIsNobody() {
        start(OfPrincipal.class);

        assertThat(context.send("WHO")).containsExactly("WHO_REPLY nobody=true");
        assertThat(context.send("ONLY_KNOWN"))
                .containsExactly("INVALID command=ONLY_KNOWN;message=certificate: the sender must show one");
    }

    @Test
    void variablesOfThePatternComeBeforeParameters() {
        start(Values.class);

        assertThat(context.send("EVENT7 number=8;unit_price=1")).containsExactly("EVENT7_REPLY number=7");
        assertThat(context.send("EVENT99999999999"))
                .containsExactly("INVALID command=EVENT99999999999;message=number: '99999999999' is not an int");
        assertThat(context.send("RENAMED_A1")).containsExactly("RENAMED_A1_REPLY value=A1");
    }

    @Test
    void resolversOfTheApplicationAreAskedFirstInTheirOrder() {
        start(Resolved.class, First.class, Second.class);

        assertThat(context.send("TENANT name=x")).containsExactly("TENANT_REPLY name=first of x");
        assertThat(context.send("TENANT")).containsExactly("INVALID command=TENANT;message=name: who are you");
    }

    private void start(Class<?>... beans) {
        context.property("verbose.default", "yes").spring().register(beans);
        context.start();
    }

    @SuppressWarnings("unused")
    static class Values {

        @MessageHandler("ADD")
        Map<String, ?> add(int a, int b) {
            return Map.of("sum", a + b);
        }

        @MessageHandler("NAMES")
        Map<String, ?> names(long unitPrice) {
            return Map.of("value", unitPrice);
        }

        @MessageHandler("PARAM")
        Map<String, ?> param(
                @Param(value = "verbose", defaultValue = "${verbose.default}") boolean flag,
                @Param(value = "${number.name:no}", required = false) Integer number) {
            return number == null ? Map.of("verbose", flag) : Map.of("verbose", flag, "no", number);
        }

        @MessageHandler("OPTIONAL")
        Map<String, ?> optional(Optional<Integer> count, @Nullable String name, @Nullable TimeUnit unit) {
            return Map.of("all", count + " " + name + " " + unit);
        }

        @MessageHandler("SPRING")
        Map<String, ?> spring(Duration wait, @Param("where") Point point, List<String> tags) {
            return Map.of("all", wait + " " + point + " " + tags);
        }

        @MessageHandler("EVENT{number:[0-9]+}")
        Map<String, ?> event(int number) {
            return Map.of("number", number);
        }

        @MessageHandler("RENAMED_{what}")
        Map<String, ?> renamed(@Param("what") String value) {
            return Map.of("value", value);
        }
    }

    @SuppressWarnings("unused")
    static class OfExchange {

        @MessageHandler("ALL")
        Message all(
                Message message,
                Exchange exchange,
                MessageAddress sender,
                Map<String, String> parameters,
                Optional<Connection> connection,
                @Nullable Connection none) {
            return exchange.message()
                    .reply("ALL_REPLY")
                    .params(parameters)
                    .param("sender", sender.server() + ":" + sender.service())
                    .param("size", message.parameterCount())
                    .param("connection", connection.isPresent() || none != null)
                    .build();
        }

        @MessageHandler("CONNECTION")
        void connection(Connection connection) {}
    }

    @SuppressWarnings("unused")
    static class OfPrincipal {

        @MessageHandler("WHO")
        Map<String, ?> who(@Nullable Principal sender, Optional<Principal> same) {
            return Map.of("nobody", sender == null && same.isEmpty());
        }

        @MessageHandler("ONLY_KNOWN")
        void onlyKnown(Principal sender) {}
    }

    record Point(int x, int y) {}

    static class PointConverter implements Converter<String, Point> {

        @Override
        public Point convert(String source) {
            String[] parts = source.split("x", 2);
            return new Point(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    @SuppressWarnings("unused")
    static class Resolved {

        @MessageHandler("TENANT")
        Map<String, ?> tenant(Thread tenant, String name) {
            return Map.of("name", tenant.getName() + " of " + name);
        }
    }

    @Order(1)
    static class First implements MessageArgumentResolver {

        @Override
        public boolean supports(MethodParameter parameter) {
            return parameter.getParameterType().equals(Thread.class);
        }

        @Override
        public Object resolve(MethodParameter parameter, Exchange exchange) {
            if (!exchange.message().has("name")) {
                throw new InvalidArgumentException("name", "who are you");
            }
            return new Thread("first");
        }
    }

    @Order(2)
    static class Second implements MessageArgumentResolver {

        @Override
        public boolean supports(MethodParameter parameter) {
            return parameter.getParameterType().equals(Thread.class);
        }

        @Override
        public Object resolve(MethodParameter parameter, Exchange exchange) {
            return new Thread("second");
        }
    }

    @SuppressWarnings("unused")
    static class Wrapped {

        @MessageHandler("WRAPPED")
        Answer wrapped(Optional<Message> message, Optional<Exchange> exchange, Optional<MessageAddress> from) {
            Message received = message.orElseThrow();
            boolean same = exchange.orElseThrow().message() == received;
            return new Answer(from.orElseThrow().toString(), same);
        }

        record Answer(String from, boolean same) {}
    }
}
