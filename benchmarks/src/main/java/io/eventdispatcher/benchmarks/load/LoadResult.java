package io.eventdispatcher.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run of the generator found, by name, in the order in which it is printed.
 *
 * <p>Threading: immutable.
 */
final class LoadResult {

    private static final double MICRO_NANOS = 1_000;

    private final Map<String, String> values;
    private final long mistakes;

    private LoadResult(Map<String, String> values, long mistakes) {
        this.values = values;
        this.mistakes = mistakes;
    }

    static LoadResult of(LoadOptions options, Tally tally, Sample first, Sample last) {
        Map<String, String> values = new LinkedHashMap<>();
        double seconds = (last.nanos() - first.nanos()) / 1e9;
        long messages = last.received() - first.received();
        values.put("mode", options.mode().toString().toLowerCase(Locale.ROOT));
        values.put("connections", Integer.toString(options.connections()));
        values.put("outstanding", Integer.toString(options.outstanding()));
        values.put("rate", number(options.rate()));
        values.put("seconds", number(seconds));
        values.put("messages", Long.toString(messages));
        values.put("messagesPerSecond", number(messages / seconds));
        latencies(values, tally.latencies);
        mistakes(values, tally);
        values.put("bytesIn", Long.toString(last.bytesIn() - first.bytesIn()));
        values.put("bytesOut", Long.toString(last.bytesOut() - first.bytesOut()));
        values.put("reads", Long.toString(last.reads() - first.reads()));
        values.put("writes", Long.toString(last.writes() - first.writes()));
        processes(values, first, last, seconds, messages);
        return new LoadResult(values, tally.mistakes.total());
    }

    private static void processes(
            Map<String, String> values, Sample first, Sample last, double seconds, long messages) {
        double server = last.server().cpuSeconds() - first.server().cpuSeconds();
        double own = last.own().cpuSeconds() - first.own().cpuSeconds();
        double all = last.machine().busySeconds() - first.machine().busySeconds();
        double stolen = last.machine().stolenSeconds() - first.machine().stolenSeconds();
        values.put("serverCpuMicrosPerMessage", number(messages == 0 ? 0 : server * 1e6 / messages));
        values.put("serverCpuShare", number(server / seconds));
        values.put("serverRssBeforeKib", Long.toString(first.server().residentKib()));
        values.put("serverRssKib", Long.toString(last.server().residentKib()));
        values.put(
                "serverWaits",
                Long.toString(last.server().waits() - first.server().waits()));
        values.put(
                "serverPreemptions",
                Long.toString(last.server().preemptions() - first.server().preemptions()));
        values.put("stolenCpuShare", number(stolen / seconds));
        values.put("otherCpuShare", number(Math.max(0, all - server - own) / seconds));
        values.put("ownCpuShare", number(own / seconds));
    }

    private static void latencies(Map<String, String> values, Histogram latencies) {
        values.put("latencyMeanMicros", number(latencies.getMean() / MICRO_NANOS));
        values.put("latencyP50Micros", percentile(latencies, 50));
        values.put("latencyP90Micros", percentile(latencies, 90));
        values.put("latencyP99Micros", percentile(latencies, 99));
        values.put("latencyP999Micros", percentile(latencies, 99.9));
        values.put("latencyMaxMicros", number(latencies.getMaxValue() / MICRO_NANOS));
    }

    private static String percentile(Histogram latencies, double percentile) {
        return number(latencies.getValueAtPercentile(percentile) / MICRO_NANOS);
    }

    private static void mistakes(Map<String, String> values, Tally tally) {
        Mistakes mistakes = tally.mistakes;
        values.put("errors", Long.toString(mistakes.total()));
        values.put("wrong", Long.toString(mistakes.wrong));
        values.put("surplus", Long.toString(mistakes.surplus));
        values.put("lost", Long.toString(mistakes.lost));
        values.put("refused", Long.toString(mistakes.refused));
        values.put("unanswered", Long.toString(mistakes.unanswered));
        values.put("stalled", Boolean.toString(tally.stalled));
        values.put("firstError", mistakes.first());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** The value of a name; never null for the names above. */
    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no such value: name=" + name);
        }
        return value;
    }

    double number(String name) {
        return Double.parseDouble(value(name));
    }

    boolean isFaultless() {
        return mistakes == 0;
    }

    /** One {@code name=value} a line. */
    String toText() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** One object on one line; numbers are numbers. */
    String toJson() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, value) -> {
            text.append(text.length() == 1 ? "" : ",").append('"').append(name).append("\":");
            boolean bare = value.matches("-?[0-9]+(\\.[0-9]+)?|true|false");
            text.append(bare ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        });
        return text.append("}\n").toString();
    }
}
