package io.eventdispatcher.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page {@code docs/meters.md} shows the meters as they are. */
class EventDispatcherMeterTests {

    private static final Path PAGE = Path.of("..", "docs", "meters.md");

    @Test
    void pageShowsEveryMeter() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `eventdispatcher.") && line.split("\\|").length == 6)
                .toList();
        List<String> expected = Arrays.stream(EventDispatcherMeter.values())
                .map(EventDispatcherMeterTests::row)
                .toList();
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void pageExplainsEveryTag() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(MeterTag.values()).allSatisfy(tag -> assertThat(page).contains("\n| `" + tag.asString() + "`"));
    }

    @Test
    void namesAreLowerCaseWordsWithDots() {
        assertThat(EventDispatcherMeter.values())
                .allSatisfy(meter -> assertThat(meter.getName()).matches("eventdispatcher(\\.[a-z]+)+"));
    }

    private static String row(EventDispatcherMeter meter) {
        String unit = meter.getBaseUnit() == null ? "-" : meter.getBaseUnit();
        String tags = meter.tags().isEmpty()
                ? "-"
                : meter.tags().stream().map(tag -> "`" + tag.asString() + "`").collect(Collectors.joining(", "));
        return "| `" + meter.getName() + "` | " + meter.getType().name().toLowerCase(Locale.ROOT) + " | " + unit + " | "
                + tags + " | " + meter.description() + " |";
    }
}
