package io.eventdispatcher.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log files under the hands of a program that renames them. */
class LogFilesIT {

    @TempDir
    private Path directory;

    private final LoggerContext context = new LoggerContext();
    private final LogFiles files = new LogFiles(context);

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aRenamedFileIsLetGoAndItsPathOpenedAgain() throws IOException {
        Path file = directory.resolve("app.log");
        Logger logger = logger("app", appender(file, true));
        logger.info("one");
        Path rotated = Files.move(file, directory.resolve("app.log.1"));
        logger.info("two");
        assertThat(files.reopen()).containsExactly(new LogFiles.Reopened(file.toString(), null));
        logger.info("three");
        assertThat(rotated).hasContent("one\ntwo\n");
        assertThat(file).hasContent("three\n");
    }

    @Test
    void aFileThatNobodyRenamedIsNeverEmptied() throws IOException {
        Path file = directory.resolve("app.log");
        FileAppender<ILoggingEvent> truncating = appender(file, false);
        Logger logger = logger("app", truncating);
        logger.info("one");
        files.reopen();
        logger.info("two");
        assertThat(file).hasContent("one\ntwo\n");
        assertThat(truncating.isAppend()).isFalse();
    }

    @Test
    void filesBehindAsynchronousAppendersAreFoundAndSharedOnesOnce() throws IOException {
        Path file = directory.resolve("async.log");
        FileAppender<ILoggingEvent> appender = appender(file, true);
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.addAppender(appender);
        async.start();
        Logger logger = context.getLogger("behind");
        logger.addAppender(async);
        context.getLogger("shared").addAppender(appender);
        assertThat(files.reopen()).hasSize(1);
    }

    @Test
    void aFileThatCannotBeOpenedIsReportedAndTheOthersAreReopened() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        logger("a", appender(gone.resolve("a.log"), true));
        Path good = directory.resolve("good.log");
        logger("b", appender(good, true));
        Files.move(good, directory.resolve("good.log.1"));
        Files.delete(gone.resolve("a.log"));
        Files.delete(gone);
        Files.createFile(gone); // a file where the directory was
        List<LogFiles.Reopened> results = files.reopen();
        assertThat(results).filteredOn(result -> result.failure() != null).hasSize(1);
        assertThat(good).exists();
    }

    @Test
    void noEventIsLostWhileFilesAreReopened() throws Exception {
        Path file = directory.resolve("busy.log");
        Logger logger = logger("busy", appender(file, true));
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                logger.info("line");
            }
            done.set(true);
        });
        writer.start();
        int rotations = 0;
        while (!done.get()) {
            Files.move(file, directory.resolve("busy.log." + ++rotations));
            files.reopen();
        }
        writer.join();
        long lines = 0;
        for (int i = 0; i <= rotations; i++) {
            Path part = i == 0 ? file : directory.resolve("busy.log." + i);
            lines += Files.readAllLines(part).size();
        }
        assertThat(lines).isEqualTo(20_000);
    }

    private Logger logger(String name, FileAppender<ILoggingEvent> appender) {
        Logger logger = context.getLogger(name);
        logger.addAppender(appender);
        return logger;
    }

    private FileAppender<ILoggingEvent> appender(Path file, boolean append) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setAppend(append);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
