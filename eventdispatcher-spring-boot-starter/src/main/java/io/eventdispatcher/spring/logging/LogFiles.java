package io.eventdispatcher.spring.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.sift.SiftingAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that Logback writes to, wherever their appenders hang: at loggers, behind asynchronous appenders, or made by
 * sifting ones.
 *
 * <p>Threading: any thread; Logback's own locks keep every log event in either the old or the new file.
 */
final class LogFiles {

    private final LoggerContext context;

    LogFiles(LoggerContext context) {
        this.context = context;
    }

    /**
     * Lets go of every file and opens its path again, appending. A file that was renamed meanwhile is left to who renamed
     * it.
     *
     * @return what became of each file
     */
    List<Reopened> reopen() {
        List<Reopened> results = new ArrayList<>();
        for (FileAppender<?> appender : appenders()) {
            String file = appender.getFile();
            try {
                reopen(appender, file);
                results.add(new Reopened(file, null));
            } catch (IOException | RuntimeException e) {
                results.add(new Reopened(file, e));
            }
        }
        return results;
    }

    /** Replaces the stream under the lock of the appender, so that no event is lost; never empties the file. */
    private static void reopen(FileAppender<?> appender, String file) throws IOException {
        boolean append = appender.isAppend();
        appender.setAppend(true);
        try {
            appender.openFile(file);
        } finally {
            appender.setAppend(append);
        }
    }

    private Set<FileAppender<?>> appenders() {
        Set<FileAppender<?>> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Logger logger : context.getLoggerList()) {
            collect(logger.iteratorForAppenders(), found);
        }
        return found;
    }

    private static void collect(Iterator<Appender<ILoggingEvent>> appenders, Set<FileAppender<?>> found) {
        while (appenders.hasNext()) {
            collect(appenders.next(), found);
        }
    }

    @SuppressWarnings("unchecked") // appenders of a logger take logging events, and so do those behind them
    private static void collect(Appender<ILoggingEvent> appender, Set<FileAppender<?>> found) {
        if (appender instanceof FileAppender<?> file && file.isStarted() && file.getFile() != null) {
            found.add(file);
        } else if (appender instanceof AppenderAttachable<?> holder) {
            collect(((AppenderAttachable<ILoggingEvent>) holder).iteratorForAppenders(), found);
        } else if (appender instanceof SiftingAppenderBase<?> sifting) {
            ((SiftingAppenderBase<ILoggingEvent>) sifting)
                    .getAppenderTracker()
                    .allComponents()
                    .forEach(each -> collect(each, found));
        }
    }

    /**
     * What became of one file.
     *
     * @param file its path
     * @param failure null when it is open again
     */
    record Reopened(String file, @Nullable Exception failure) {}
}
