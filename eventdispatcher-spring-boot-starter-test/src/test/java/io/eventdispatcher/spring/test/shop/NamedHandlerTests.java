package io.eventdispatcher.spring.test.shop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventdispatcher.spring.test.MessageHandlerTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestContextManager;

class NamedHandlerTests {

    @Test
    void handlerThatIsNoBeanIsNamedWithTheFix() {
        TestContextManager tests = new TestContextManager(NamesNoBean.class);
        assertThatThrownBy(() -> tests.prepareTestInstance(new NamesNoBean()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("class=io.eventdispatcher.spring.test.shop.Sku")
                .hasMessageContaining("@Component")
                .hasMessageContaining("@Import(Sku.class)");
    }

    @MessageHandlerTest(Sku.class)
    static class NamesNoBean {}
}
