package dev.acord.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads a picture of who spoke when as somebody who looks at it: rows by their labels, times by the labels of the axis. */
final class SvgBars {
    private final List<Element> texts;
    private final List<Element> bars;
    private final double originX;
    private final double secondsPerPixel;

    private SvgBars(Element svg) {
        texts = elements(svg, "text");
        bars = elements(svg, "rect").stream()
                .filter(rect -> rect.getAttribute("fill").equals("#1f5c99"))
                .toList();
        // labels of ticks are in the middle of their ticks, and those of a call of some seconds are numbers
        List<Element> ticks = texts.stream()
                .filter(text -> text.getAttribute("text-anchor").equals("middle")
                        && text.getTextContent().matches("[0-9.]+"))
                .toList();
        assertTrue(ticks.size() >= 2, "there is a time axis");
        Element first = ticks.get(0);
        Element last = ticks.get(ticks.size() - 1);
        assertEquals(0, Double.parseDouble(first.getTextContent()));
        originX = number(first, "x");
        secondsPerPixel = Double.parseDouble(last.getTextContent()) / (number(last, "x") - originX);
    }

    static SvgBars read(Path file) throws Exception {
        return new SvgBars(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement());
    }

    private static List<Element> elements(Element root, String name) {
        NodeList nodes = root.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    /** How many bars there are in all rows. */
    int count() {
        return bars.size();
    }

    /** Begin and end of each bar in a user's row, in seconds. */
    List<double[]> of(String user) {
        List<double[]> times = new ArrayList<>();
        Element label = texts.stream()
                .filter(text -> text.getTextContent().equals(user))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + user));
        for (Element bar : bars) {
            double top = number(bar, "y");
            double base = number(label, "y");
            if (base > top && base < top + number(bar, "height")) {
                double x = number(bar, "x") - originX;
                times.add(new double[] {x * secondsPerPixel, (x + number(bar, "width")) * secondsPerPixel});
            }
        }
        return times;
    }
}
