package io.eventdispatcher.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.tools.ToolRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** {@code ed-message --latin1} does with the recorded inputs what the tests of the core say the decoder does. */
class MessageVectorTests {

    private static final Path VECTORS = Path.of("..", "eventdispatcher-core", "src", "test", "resources", "vectors");

    private static final List<String> FIELDS =
            List.of("sent_from_server", "sent_from_service", "server", "service", "command");

    /** Inputs with another outcome than the original's; ParseVectorTests of the core says why for each. */
    private static final Set<String> DIFFERENCES = Set.of(
            "{\"command\":\"HI\",\"parameters\":{\"a\":1,\"b\":-1,\"c\":1.5,\"d\":1e3,\"e\":1e30,\"f\":true,"
                    + "\"g\":false,\"h\":null,\"i\":\"x\\ny\",\"j\":\"\\u00e9\",\"k\":\"\\ud83d\\ude00\","
                    + "\"l\":\"\\/\",\"m\":\"\\t\"}}",
            "{\"command\":\"HI\",\"parameters\":{\"a\":9007199254740993}}",
            "{\"command\":\"HI\",\"parameters\":{\"a\":0.1}}",
            "{\"command\":\"HI\",\"parameters\":{\"a\":123456789.123456789}}",
            "{\"command\":\"HI\",\"parameters\":{\"a\":-0,\"b\":-0.0,\"c\":1E2,\"d\":1e-7}}",
            "{\"parameters\":{\"a\":1}}",
            "{\"command\":\"\"}",
            "HI a=\"\\\\\"",
            "HI a=\"\\\\\";b=2",
            "{\"command\":\"HI\",\"other\":1}",
            "{\"command\":\"HI\",\"other\":{\"a\":1}}",
            "{\"command\":\"HI\",\"parameters\":{\"a\":\"\u00ff\"}}");

    private record Entry(Map<String, String> texts, Map<String, String> parameters) {

        boolean isOk() {
            return "true".equals(texts.get("ok"));
        }

        String in() {
            return texts.get("in");
        }

        List<String> fields() {
            return FIELDS.stream().map(texts::get).toList();
        }
    }

    private static Entry entry(String line) {
        Entry entry = new Entry(new TreeMap<>(), new TreeMap<>());
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                        String name = json.currentName();
                        json.nextToken();
                        if (key.equals("parameters")) {
                            entry.parameters().put(name, json.getString());
                        }
                    }
                } else {
                    entry.texts().put(key, json.getString());
                }
            }
        }
        return entry;
    }

    private static List<Entry> vectors(String file) throws IOException {
        return Files.readAllLines(VECTORS.resolve(file)).stream()
                .map(MessageVectorTests::entry)
                .toList();
    }

    private static List<Entry> run(List<String> lines, String... args) {
        byte[] input = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        ToolRun run = ToolRun.withInput(new EdMessage(), input, args);
        assertThat(run.code()).isZero();
        List<Entry> entries = run.out().lines().map(MessageVectorTests::entry).toList();
        assertThat(entries).hasSameSizeAs(lines);
        return entries;
    }

    @Test
    void parsesAsTheOriginalButForTheListedInputs() throws IOException {
        List<Entry> vectors = new ArrayList<>(vectors("parse.jsonl"));
        assertThat(vectors).hasSize(1644);
        // the one input with a line feed is two lines here
        assertThat(vectors.removeIf(vector -> vector.in().indexOf('\n') >= 0)).isTrue();
        List<Entry> parsed = run(vectors.stream().map(Entry::in).toList(), "parse", "--latin1");
        for (int i = 0; i < vectors.size(); i++) {
            Entry vector = vectors.get(i);
            Entry ours = parsed.get(i);
            boolean agrees = ours.isOk() == vector.isOk()
                    && (!ours.isOk()
                            || ours.fields().equals(vector.fields())
                                    && ours.parameters().equals(vector.parameters()));
            assertThat(agrees).as("%s gave %s", vector.in(), ours).isNotEqualTo(DIFFERENCES.contains(vector.in()));
            assertThat(ours.texts().containsKey("error")).as(vector.in()).isNotEqualTo(ours.isOk());
        }
    }

    @Test
    void theTextItShowsIsReadAsTheSameMessage() throws IOException {
        List<String> inputs = vectors("parse.jsonl").stream()
                .map(Entry::in)
                .filter(in -> in.indexOf('\n') < 0)
                .toList();
        List<Entry> first =
                run(inputs, "parse", "--latin1").stream().filter(Entry::isOk).toList();
        List<String> texts =
                first.stream().map(entry -> entry.texts().get("text")).toList();
        List<Entry> second = run(texts, "parse", "--latin1");
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).as(texts.get(i)).isEqualTo(first.get(i));
        }
    }

    @Test
    void formatsAsTheOriginalWhateverTheDescriptionLooksLike() throws IOException {
        List<Entry> vectors = vectors("build.jsonl");
        List<String> whole = Files.readAllLines(VECTORS.resolve("build.jsonl"));
        assertThat(vectors).hasSize(1000);
        List<Entry> byFields = run(vectors.stream().map(Entry::in).toList(), "format", "--latin1", "--json");
        List<Entry> byRecord = run(whole, "format", "--latin1", "--json");
        List<Entry> refused = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            Entry vector = vectors.get(i);
            Entry ours = byFields.get(i);
            assertThat(byRecord.get(i)).as(vector.in()).isEqualTo(ours);
            if (!ours.isOk()) {
                refused.add(vector);
                continue;
            }
            Entry read =
                    run(List.of(ours.texts().get("text")), "parse", "--latin1").get(0);
            assertThat(read.fields()).as(vector.in()).isEqualTo(vector.fields());
        }
        // the original builds one without a command, which it cannot write
        assertThat(refused.stream().filter(Entry::isOk).map(Entry::in)).containsExactly("p:a=1");
        assertThat(refused).hasSize(6);
    }

    @Test
    void theTextFormKeepsEveryByte() throws IOException {
        List<Entry> vectors = vectors("build.jsonl").stream()
                .filter(vector -> vector.isOk() && vector.in().contains("command="))
                .toList();
        List<Entry> texts =
                run(vectors.stream().map(Entry::in).toList(), "format", "--latin1", "--json", "--form", "text");
        List<Entry> read =
                run(texts.stream().map(entry -> entry.texts().get("text")).toList(), "parse", "--latin1");
        for (int i = 0; i < vectors.size(); i++) {
            assertThat(read.get(i).parameters())
                    .as(vectors.get(i).in())
                    .isEqualTo(vectors.get(i).parameters());
        }
    }
}
