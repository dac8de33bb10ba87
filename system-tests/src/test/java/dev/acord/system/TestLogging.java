package dev.acord.system;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Logging for tests: errors of everybody and warnings of this project to standard error, and all of it, down to TRACE, to a capture. */
public final class TestLogging implements SLF4JServiceProvider {
    private static final Map<String, Logger> LOGGERS = new ConcurrentHashMap<>();
    private static volatile List<String> capture;

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new BasicMDCAdapter();

    /** All that was logged from its beginning to its end. */
    static final class Capture implements AutoCloseable {
        private final List<String> lines = new ArrayList<>();

        private Capture() {}

        static Capture begin() {
            Capture begun = new Capture();
            capture = begun.lines;
            return begun;
        }

        String text() {
            synchronized (lines) {
                return String.join("\n", lines);
            }
        }

        @Override
        public void close() {
            capture = null;
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> LOGGERS.computeIfAbsent(name, Line::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    /** Of the logging context, what this project puts there. */
    private static String context() {
        String guild = MDC.get("acord.guild");
        return guild == null ? "" : " [guild " + guild + ", channel " + MDC.get("acord.channel") + "]";
    }

    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static final class Line extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        /** Every level of this project; of others, what a warning is, for they log much and it is not ours. */
        private final boolean ours;

        Line(String name) {
            this.name = name;
            ours = name.startsWith("dev.acord.");
        }

        @Override
        public boolean isTraceEnabled() {
            return ours;
        }

        @Override
        public boolean isDebugEnabled() {
            return ours;
        }

        @Override
        public boolean isInfoEnabled() {
            return ours;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return Line.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
            String message = arguments == null ? pattern : MessageFormatter.basicArrayFormat(pattern, arguments);
            String line = level + " " + name + " - " + message + context()
                    + (thrown == null ? "" : "\n" + stackTrace(thrown));
            if (level.toInt() >= (ours ? Level.WARN : Level.ERROR).toInt()) {
                System.err.println(line);
            }
            List<String> lines = capture;
            if (lines != null) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        }
    }
}
