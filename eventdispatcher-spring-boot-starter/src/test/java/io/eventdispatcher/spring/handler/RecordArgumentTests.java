package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.annotation.MessageHandler;
import io.eventdispatcher.spring.annotation.Param;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordArgumentTests {

    private final HandlerTestContext context = HandlerTestContext.of(Orders.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void componentsHaveTheSameProblemsAsArguments() {
        assertThat(context.send("ITEM count=x"))
                .containsExactly("INVALID command=ITEM;message=sku: missing, count: 'x' is not an int");
        assertThat(context.send("ITEM sku=A1;count=1;unitPrice=much"))
                .containsExactly("INVALID command=ITEM;message=unitPrice: 'much' is not a double");
    }

    @Test
    void componentsByNameSnakeCaseAndParam() {
        assertThat(context.send("ITEM sku=A1;count=2;unit_price=1.5;w=5s;unit=days"))
                .containsExactly(
                        "ITEM_REPLY item=Item[sku=A1, count=2, unitPrice=Optional[1.5], pause=PT5S, unit=DAYS]");
        assertThat(context.send("ITEM sku=A1;count=2"))
                .containsExactly(
                        "ITEM_REPLY item=Item[sku=A1, count=2, unitPrice=Optional.empty, pause=PT1S, unit=null]");
    }

    @Test
    void recordsInRecordsPutTheirNameInFront() {
        assertThat(context.send("ORDER id=1;billTo_street=s;billTo_zipCode=1;shipTo_street=t;ship_to_zip_code=2"))
                .containsExactly("ORDER_REPLY order=Order[id=1, billTo=Address[street=s, zipCode=1],"
                        + " shipTo=Address[street=t, zipCode=2]]");
    }

    @Test
    void anAbsentNullableRecordIsNullButHalfOfItIsAFault() {
        assertThat(context.send("ORDER id=1;billTo_street=s;billTo_zipCode=1"))
                .containsExactly("ORDER_REPLY order=Order[id=1, billTo=Address[street=s, zipCode=1], shipTo=null]");
        assertThat(context.send("ORDER id=1;shipTo_street=s"))
                .containsExactly("INVALID command=ORDER;message=billTo_street: missing, billTo_zipCode: missing,"
                        + " shipTo_zipCode: missing");
    }

    @Test
    void theSameRecordTwiceWithParam() {
        assertThat(context.send("MOVE from_street=a;from_zipCode=1;to_street=b;to_zip_code=2"))
                .containsExactly("MOVE_REPLY from=a;to=b");
        assertThat(context.send("MOVE to_street=b;to_zipCode=2")).containsExactly("MOVE_REPLY from=nowhere;to=b");
    }

    @Test
    void whatTheRecordItselfRefusesIsTheFaultOfTheMessage() {
        assertThat(context.send("CHECKED count=0"))
                .containsExactly("INVALID command=CHECKED;message=checked: count must be 1 or more: 0");
        assertThat(context.failure("CHECKED count=13"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bad luck");
    }

    @Test
    void genericRecordsFromASuperclass() {
        assertThat(context.send("SAVE street=s;zipCode=1"))
                .containsExactly("SAVE_REPLY saved=Address[street=s, zipCode=1]");
    }

    record Item(
            String sku,
            int count,
            Optional<Double> unitPrice,
            @Param(value = "w", defaultValue = "1s") Duration pause,
            @Nullable TimeUnit unit) {}

    record Address(String street, int zipCode) {}

    record Order(long id, Address billTo, @Nullable Address shipTo) {}

    record Checked(int count) {
        Checked {
            if (count < 1) {
                throw new IllegalArgumentException("count must be 1 or more: " + count);
            }
            if (count == 13) {
                throw new IllegalStateException("bad luck");
            }
        }
    }

    @SuppressWarnings("unused")
    abstract static class Store<T> {

        @MessageHandler("SAVE")
        Map<String, ?> save(T value) {
            return Map.of("saved", String.valueOf(value));
        }
    }

    @SuppressWarnings("unused")
    static class Orders extends Store<Address> {

        @MessageHandler("ITEM")
        Map<String, ?> item(Item item) {
            return Map.of("item", item.toString());
        }

        @MessageHandler("ORDER")
        Map<String, ?> order(Order order) {
            return Map.of("order", order.toString());
        }

        @MessageHandler("MOVE")
        Map<String, ?> move(@Param("from") Optional<Address> old, @Param("to") Address fresh) {
            return Map.of("from", old.map(Address::street).orElse("nowhere"), "to", fresh.street());
        }

        @MessageHandler("CHECKED")
        void checked(Checked checked) {}
    }
}
