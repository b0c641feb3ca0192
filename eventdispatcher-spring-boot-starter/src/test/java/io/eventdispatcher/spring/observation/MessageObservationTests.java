package io.eventdispatcher.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.spring.metrics.EventDispatcherMeter;
import io.eventdispatcher.spring.metrics.MeterTag;
import io.micrometer.common.docs.KeyName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page {@code docs/observability.md} shows the observations as they are, and so do the meters made of them. */
class MessageObservationTests {

    private static final Path PAGE = Path.of("..", "docs", "observability.md");

    @Test
    void pageShowsEveryObservation() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `eventdispatcher.message."))
                .toList();
        assertThat(rows)
                .map(row ->
                        row.substring(0, row.lastIndexOf("|", row.length() - 2)).trim())
                .containsExactlyElementsOf(Arrays.stream(MessageObservation.values())
                        .map(MessageObservationTests::row)
                        .toList());
    }

    @Test
    void pageExplainsEveryKey() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(MessageKey.values()).allSatisfy(key -> assertThat(page).contains("\n| `" + key.asString() + "`"));
    }

    @Test
    void metersHaveTheTagsOfTheirObservation() {
        for (MessageObservation observation : MessageObservation.values()) {
            EventDispatcherMeter timer = Arrays.stream(EventDispatcherMeter.values())
                    .filter(each -> each.getName().equals(observation.observationName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(timer.tags().stream().map(MeterTag::asString).filter(tag -> !tag.equals("error")))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(observation.getLowCardinalityKeyNames())
                            .map(KeyName::asString)
                            .toList());
        }
    }

    @Test
    void aNameBeyondTheLimitIsOther() {
        OperationNames names = new OperationNames(2);
        assertThat(List.of(names.of("A"), names.of("B"), names.of("C"), names.of("A"), names.of("D")))
                .containsExactly("A", "B", "OTHER", "A", "OTHER");
    }

    private static String row(MessageObservation observation) {
        return "| `" + observation.observationName() + "` | " + keys(observation.getLowCardinalityKeyNames()) + " | "
                + keys(observation.getHighCardinalityKeyNames());
    }

    private static String keys(KeyName[] keys) {
        return Arrays.stream(keys).map(key -> "`" + key.asString() + "`").collect(Collectors.joining(", "));
    }
}
