package io.eventdispatcher.benchmarks.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Draws lines over a logarithmic axis as SVG, without anything but the JDK.
 *
 * <p>Threading: immutable.
 *
 * @param title one line above the chart
 * @param across what the horizontal axis shows
 * @param up what the vertical axis shows, with its unit
 * @param lines at least one, each with a point at least
 */
record LineChart(String title, String across, String up, List<Line> lines) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 180;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final int STEPS_UP = 5;
    private static final List<String> COLOURS = List.of("#1f5fa8", "#c0392b", "#2e8b57", "#8e44ad", "#b9770e");

    /**
     * One line.
     *
     * @param name for the legend
     * @param points from left to right
     */
    record Line(String name, List<Point> points) {}

    /**
     * A measured value.
     *
     * @param across positive
     * @param up 0 or more
     */
    record Point(double across, double up) {}

    /** The chart as one SVG document. */
    String toSvg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH,
                HEIGHT));
        svg.append(String.format("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", WIDTH, HEIGHT));
        text(svg, LEFT, TOP - 25, "start", title);
        text(svg, LEFT, TOP - 8, "start", up);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 15, "middle", across);
        grid(svg);
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), TOP + 20 + 20 * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg) {
        double step = top() / STEPS_UP;
        for (int i = 0; i <= STEPS_UP; i++) {
            double y = y(i * step);
            rule(svg, LEFT, y, WIDTH - RIGHT, y);
            text(svg, LEFT - 8, y + 4, "end", number(i * step));
        }
        for (double decade = Math.pow(10, Math.floor(Math.log10(least()))); decade <= most(); decade *= 10) {
            if (decade >= least()) {
                rule(svg, x(decade), TOP, x(decade), HEIGHT - BOTTOM);
                text(svg, x(decade), HEIGHT - BOTTOM + 18, "middle", String.format(Locale.ROOT, "%,.0f", decade));
            }
        }
    }

    private void draw(StringBuilder svg, Line line, String colour, int legendY) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.across()), y(point.up())));
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                    x(point.across()),
                    y(point.up()),
                    colour));
        }
        svg.append(String.format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                path.toString().trim(), colour));
        int legendX = WIDTH - RIGHT + 15;
        svg.append(String.format(
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"3\" fill=\"%s\"/>%n", legendX, legendY - 5, colour));
        text(svg, legendX + 18, legendY, "start", line.name());
    }

    private double x(double across) {
        double share = most() > least() ? Math.log(across / least()) / Math.log(most() / least()) : 0;
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / top() * (HEIGHT - TOP - BOTTOM);
    }

    private double least() {
        return allAcross().min().orElse(1);
    }

    private double most() {
        return allAcross().max().orElse(1);
    }

    private DoubleStream allAcross() {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::across);
    }

    /** A round number not below any value: 1, 2 or 5 times a power of ten. */
    private double top() {
        double most = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::up)
                .max()
                .orElse(1);
        double decade = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-9))));
        double factor = most / decade;
        return decade * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    private static String number(double value) {
        return value >= 10 || value == 0
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String content) {
        String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped));
    }
}
