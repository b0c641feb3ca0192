package io.eventdispatcher.spring.handler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterNameTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a-b", "a.b", "a b", "ä", "a$", "\u0661"})
    void namesThatNoMessageCanCarryAreNotValid(String name) {
        assertThat(ParameterName.isValid(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_", "A1", "unit_price", "unitPrice"})
    void lettersDigitsAndUnderscoresAreValid(String name) {
        assertThat(ParameterName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "unitPrice, unit_price",
        "httpURLPath, http_url_path",
        "URL, url",
        "line2Text, line2_text",
        "plain, plain",
        "already_snake, already_snake",
        "address_streetName, address_street_name",
    })
    void snakeCaseSplitsAtCapitals(String name, String expected) {
        assertThat(ParameterName.snakeCase(name)).isEqualTo(expected);
    }

    @Test
    void anExactNameHasNoOtherSpelling() {
        assertThat(ParameterName.exact("unitPrice")).hasToString("unitPrice");
        assertThat(ParameterName.ofJava("unitPrice")).hasToString("unitPrice or unit_price");
    }
}
