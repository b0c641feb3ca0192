package io.eventdispatcher.source.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopOptions;
import io.eventdispatcher.source.watch.DirectoryWatcher.Change;
import io.eventdispatcher.testing.ManualClock;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a watch makes of hints, without files, threads or time. */
class WatchReaderTests {
    private static final Set<FileEventKind> ALL = EnumSet.complementOf(
            EnumSet.of(FileEventKind.READ, FileEventKind.ACCESS, FileEventKind.UNMOUNTED, FileEventKind.EXISTS));

    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("test", LoopOptions.defaults(), clock);
    private final FakeFiles files = new FakeFiles();
    private final WatchReader reader = new WatchReader(files, clock);
    private final List<String> heard = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private int ready;
    private WatchedTree tree;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    void aLostDeletionIsFoundWhenEverythingIsLookedAtAgain() {
        files.directory("/r");
        files.file("/r/a");
        files.file("/r/b");
        watch(ALL, FileWatchLimits.defaults());
        files.delete("/r/a");
        files.file("/r/c");
        files.overflow("/r");
        turns();
        assertThat(heard).containsExactly("LOST_SYNC /r", "CREATED /r/c", "DELETED /r/a");
    }

    @Test
    void hintsThatComeLateOrTwiceAreReportedOnce() {
        files.directory("/r");
        watch(ALL, FileWatchLimits.defaults());
        files.directory("/r/d");
        files.file("/r/d/f");
        files.hint("/r", Change.CREATE, "d");
        turns();
        files.hint("/r", Change.CREATE, "d");
        files.hint("/r/d", Change.CREATE, "f");
        files.hint("/r/d", Change.CREATE, "f");
        turns();
        assertThat(heard).containsExactly("CREATED /r/d", "CREATED /r/d/f");
    }

    @Test
    void aFileThatHasGoneBeforeItIsLookedAtIsNotReported() {
        files.directory("/r");
        watch(ALL, FileWatchLimits.defaults());
        files.hint("/r", Change.CREATE, "f");
        files.hint("/r", Change.DELETE, "f");
        turns();
        assertThat(heard).isEmpty();
    }

    @Test
    void aMovedDirectoryKeepsItsWatchThoughItsOldNameIsGivenUpLater() {
        files.directory("/r");
        files.directory("/r/old");
        watch(ALL, FileWatchLimits.defaults());
        files.move("/r/old", "/r/new");
        files.hint("/r", Change.CREATE, "new");
        turns();
        files.hint("/r", Change.DELETE, "old");
        turns();
        files.file("/r/new/f");
        files.hint("/r/new", Change.CREATE, "f");
        turns();
        assertThat(heard).containsExactly("CREATED /r/new", "DELETED /r/old", "CREATED /r/new/f");
    }

    @Test
    void updatedComesAfterTheQuietPeriodOfTheLastWrite() {
        files.directory("/r");
        files.file("/r/f");
        watch(ALL, FileWatchLimits.defaults());
        write("/r/f", 1);
        clock.advance(Duration.ofMillis(150));
        write("/r/f", 2);
        clock.advance(Duration.ofMillis(199));
        turns();
        assertThat(heard).containsExactly("WRITE /r/f", "WRITE /r/f");
        clock.advance(Duration.ofMillis(1));
        turns();
        assertThat(heard).containsExactly("WRITE /r/f", "WRITE /r/f", "UPDATED /r/f");
    }

    @Test
    void aWriteThatNobodyToldOfPutsOffTheUpdate() {
        files.directory("/r");
        files.file("/r/f");
        watch(ALL, FileWatchLimits.defaults());
        write("/r/f", 1);
        files.write("/r/f", 2, FakeFiles.OLD + 2);
        clock.advance(Duration.ofMillis(200));
        turns();
        assertThat(heard).containsExactly("WRITE /r/f", "WRITE /r/f");
        clock.advance(Duration.ofMillis(200));
        turns();
        assertThat(heard).endsWith("UPDATED /r/f").hasSize(3);
    }

    @Test
    void aDeletedFileIsNotUpdated() {
        files.directory("/r");
        files.file("/r/f");
        watch(ALL, FileWatchLimits.defaults());
        write("/r/f", 1);
        files.delete("/r/f");
        clock.advance(Duration.ofMillis(200));
        turns();
        assertThat(heard).containsExactly("WRITE /r/f", "DELETED /r/f");
    }

    @Test
    void attributesAreToldApartFromContent() {
        files.directory("/r");
        files.file("/r/f");
        watch(ALL, FileWatchLimits.defaults());
        files.chmod("/r/f", 7);
        files.hint("/r", Change.MODIFY, "f");
        turns();
        files.hint("/r", Change.MODIFY, "f");
        turns();
        assertThat(heard).containsExactly("ATTRIBUTES /r/f");
    }

    @Test
    void aChangeThatLeftNoTraceInAFreshFileCountsAsWrite() {
        files.directory("/r");
        files.file("/r/f");
        watch(ALL, FileWatchLimits.defaults());
        files.write("/r/f", 1, FakeFiles.NOW);
        files.hint("/r", Change.MODIFY, "f");
        turns();
        files.hint("/r", Change.MODIFY, "f");
        turns();
        assertThat(heard).containsExactly("WRITE /r/f", "WRITE /r/f");
    }

    @Test
    void aFileReplacedByRenameIsCreatedAgainAndADirectoryIsDeletedFirst() {
        files.directory("/r");
        files.file("/r/f");
        files.directory("/r/d");
        files.file("/r/d/x");
        watch(ALL, FileWatchLimits.defaults());
        files.file("/r/f");
        files.hint("/r", Change.CREATE, "f");
        files.delete("/r/d");
        files.file("/r/d");
        files.hint("/r", Change.CREATE, "d");
        turns();
        assertThat(heard).containsExactly("CREATED /r/f", "DELETED /r/d/x", "DELETED /r/d", "CREATED /r/d");
    }

    @Test
    void aFullQueueLosesNothingButSaysSo() {
        files.directory("/r");
        watch(ALL, FileWatchLimits.defaults().withMaxPendingEvents(16));
        for (int i = 0; i < 100; i++) {
            files.file("/r/f" + i);
            files.hint("/r", Change.CREATE, "f" + i);
        }
        reader.step(0);
        assertThat(tree.entries()).isLessThanOrEqualTo(16);
        turns();
        assertThat(heard.stream().filter(line -> line.startsWith("CREATED")))
                .hasSize(100)
                .doesNotHaveDuplicates();
        assertThat(heard).filteredOn("LOST_SYNC /r"::equals).isNotEmpty();
    }

    @Test
    void aDirectoryTreeThatVanishesIsReportedCompletelyThroughAFullQueue() {
        files.directory("/r");
        files.directory("/r/d");
        for (int i = 0; i < 100; i++) {
            files.file("/r/d/f" + i);
        }
        watch(ALL, FileWatchLimits.defaults().withMaxPendingEvents(16));
        files.delete("/r/d");
        files.hint("/r", Change.DELETE, "d");
        turns();
        assertThat(heard.stream().filter(line -> line.startsWith("DELETED")))
                .hasSize(101)
                .doesNotHaveDuplicates();
        assertThat(heard.get(heard.size() - 1)).isEqualTo("DELETED /r/d");
        assertThat(tree.entries()).isZero();
        assertThat(tree.directories()).isEqualTo(1);
    }

    @Test
    void aNameCannotForgeLinesOfTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(FileWatch.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            files.directory("/r");
            watch(ALL, FileWatchLimits.defaults().withMaxDirectories(1));
            files.directory("/r/a\nforged \u001b[31m");
            files.hint("/r", Change.CREATE, "a\nforged \u001b[31m");
            turns();
            assertThat(lines.list)
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .endsWith("path=/r/a\\u000aforged \\u001b[31m");
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    void theDirectoryLimitIsAnErrorOnceAndLiftedWhenThereIsRoom() {
        files.directory("/r");
        watch(ALL, FileWatchLimits.defaults().withMaxDirectories(3));
        for (String name : List.of("a", "b", "c", "d")) {
            files.directory("/r/" + name);
            files.hint("/r", Change.CREATE, name);
        }
        turns();
        assertThat(heard).filteredOn(line -> line.startsWith("ERROR")).containsExactly("ERROR /r/c");
        assertThat(details.get(0)).contains("max=3", "FileWatchLimits.maxDirectories");
        heard.clear();
        files.delete("/r/a");
        files.file("/r/c/f");
        files.hint("/r", Change.DELETE, "a");
        turns();
        assertThat(heard).contains("DELETED /r/a", "CREATED /r/c/f");
        assertThat(files.watched()).contains(Path.of("/r/c"));
    }

    @Test
    void theEntryLimitIsAnErrorOnceAndLiftedWhenThereIsRoom() {
        files.directory("/r");
        files.file("/r/1");
        files.file("/r/2");
        watch(ALL, FileWatchLimits.defaults().withMaxEntries(3));
        for (int i = 3; i < 6; i++) {
            files.file("/r/" + i);
            files.hint("/r", Change.CREATE, "" + i);
        }
        turns();
        assertThat(heard).containsExactly("CREATED /r/3", "ERROR /r/4");
        files.delete("/r/1");
        files.delete("/r/2");
        files.hint("/r", Change.DELETE, "1");
        files.hint("/r", Change.DELETE, "2");
        turns();
        assertThat(heard).contains("CREATED /r/4", "CREATED /r/5");
    }

    @Test
    void anExhaustedKernelIsAnErrorThatNamesTheSettingAndIsTriedAgain() {
        files.directory("/r");
        files.kernelWatches = 2;
        watch(ALL, FileWatchLimits.defaults());
        for (String name : List.of("a", "b", "c")) {
            files.directory("/r/" + name);
            files.hint("/r", Change.CREATE, name);
        }
        turns();
        assertThat(heard).filteredOn(line -> line.startsWith("ERROR")).containsExactly("ERROR /r/b");
        assertThat(details.get(0)).contains("User limit of inotify watches reached");
        files.kernelWatches = 10;
        files.file("/r/c/f");
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(heard).contains("CREATED /r/c/f");
        assertThat(files.watched()).hasSize(4);
    }

    @Test
    void anUnreadableDirectoryIsAnErrorAndWatchedOnceItCanBeRead() {
        files.directory("/r");
        files.directory("/r/d");
        files.file("/r/d/f");
        files.unreadable.add(Path.of("/r/d"));
        watch(ALL, FileWatchLimits.defaults());
        assertThat(heard).containsExactly("ERROR /r/d");
        assertThat(details.get(0)).contains("cannot be read");
        files.unreadable.clear();
        files.chmod("/r/d", 5);
        files.hint("/r", Change.MODIFY, "d");
        turns();
        assertThat(heard).contains("ATTRIBUTES /r/d");
        assertThat(files.watched()).contains(Path.of("/r/d"));
    }

    @Test
    void aRootThatGoesIsGoneOnceAndComesBack() {
        files.directory("/r");
        files.file("/r/f");
        watch(ALL, FileWatchLimits.defaults());
        files.invalid("/r");
        files.delete("/r");
        turns();
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(heard).containsExactly("DELETED /r/f", "GONE /r");
        files.directory("/r");
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(heard).containsExactly("DELETED /r/f", "GONE /r", "CREATED /r");
    }

    @Test
    void readyComesWhenEverythingWasLookedAt() {
        files.directory("/r");
        files.directory("/r/a");
        files.directory("/r/a/b");
        watch(EnumSet.of(FileEventKind.EXISTS), FileWatchLimits.defaults());
        assertThat(ready).isEqualTo(1);
        assertThat(heard).containsExactly("EXISTS /r/a", "EXISTS /r/a/b");
    }

    @Test
    void anIdleWatchLooksAtItsRootOnlyAndRarely() {
        files.directory("/r");
        watch(ALL, FileWatchLimits.defaults());
        int lists = files.lists;
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(1));
            turns();
        }
        assertThat(files.lists).isEqualTo(lists);
        assertThat(tree.nextRunNanos(clock.nanoTime()) - clock.nanoTime())
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aWatchThatIsRemovedGivesItsWatchesBack() {
        files.directory("/r");
        files.directory("/r/a");
        watch(ALL, FileWatchLimits.defaults());
        assertThat(files.watched()).hasSize(2);
        reader.remove(tree);
        assertThat(files.watched()).isEmpty();
    }

    private void write(String path, long size) {
        files.write(path, size, FakeFiles.OLD + size);
        files.hint("/r", Change.MODIFY, Path.of(path).getFileName().toString());
        turns();
    }

    private void watch(Set<FileEventKind> kinds, FileWatchLimits limits) {
        WatchOptions options =
                new WatchOptions("test", kinds, true, false, Duration.ofMillis(200), Duration.ofSeconds(1), limits);
        EventSink sink = new EventSink(
                loop,
                options,
                event -> {
                    heard.add(event.kind() + " " + event.path());
                    if (!event.detail().isEmpty()) {
                        details.add(event.detail());
                    }
                },
                () -> reader.execute(tree::wake));
        tree = new WatchedTree(options, sink, files, reader, () -> ready++);
        tree.addRoot(FileSystems.getDefault().getPath("/r"), NameFilter.all());
        reader.add(tree, () -> {});
        turns();
    }

    private void turns() {
        for (int i = 0; i < 200; i++) {
            reader.step(0);
            loop.runOnce(0);
        }
    }

    @Test
    void anUnreadableDirectoryDoesNotKeepTheOthersFromBeingTriedAgain() {
        files.directory("/r");
        files.directory("/r/closed");
        files.unreadable.add(Path.of("/r/closed"));
        files.kernelWatches = 1;
        watch(ALL, FileWatchLimits.defaults());
        files.directory("/r/d");
        files.hint("/r", Change.CREATE, "d");
        turns();
        assertThat(heard).contains("ERROR /r/closed", "ERROR /r/d");
        files.kernelWatches = 10;
        files.file("/r/d/f");
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(heard).contains("CREATED /r/d/f");
        files.kernelWatches = 2;
        files.directory("/r/e");
        files.hint("/r", Change.CREATE, "e");
        turns();
        assertThat(heard).contains("ERROR /r/e");
    }

    @Test
    void aLossIsReportedEvenWhenTheQueueIsFullToTheLastPlace() {
        files.directory("/r");
        files.directory("/r/d");
        for (int i = 0; i < 15; i++) {
            files.file("/r/d/f" + i);
        }
        watch(ALL, FileWatchLimits.defaults().withMaxPendingEvents(16));
        files.delete("/r/d");
        files.hint("/r", Change.DELETE, "d");
        files.overflow("/r");
        turns();
        assertThat(heard).filteredOn(line -> line.startsWith("DELETED")).hasSize(16);
        assertThat(heard).contains("LOST_SYNC /r");
    }

    @Test
    void whatWasMissedWhileTheFileSystemFailedIsFoundWhenItIsBack() {
        files.directory("/r");
        files.directory("/r/d");
        watch(ALL, FileWatchLimits.defaults());
        files.file("/r/d/f");
        files.failing.add(Path.of("/r/d"));
        files.overflow("/r/d");
        turns();
        clock.advance(Duration.ofSeconds(1));
        turns();
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(heard).filteredOn(line -> line.startsWith("ERROR")).containsExactly("ERROR /r/d");
        files.failing.clear();
        clock.advance(Duration.ofSeconds(1));
        turns();
        assertThat(heard).contains("CREATED /r/d/f");
        files.failing.add(Path.of("/r/d"));
        files.overflow("/r/d");
        turns();
        assertThat(heard).filteredOn(line -> line.startsWith("ERROR")).containsExactly("ERROR /r/d", "ERROR /r/d");
    }
}
