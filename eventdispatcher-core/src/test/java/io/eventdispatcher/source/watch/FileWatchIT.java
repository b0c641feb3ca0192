package io.eventdispatcher.source.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.testing.ThreadLeaks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches of real files. */
@Timeout(180)
class FileWatchIT {
    @TempDir
    Path base;

    @Test
    void tellsOfAFileFromItsCreationToItsEnd() throws Exception {
        try (RecordedWatch watch = new RecordedWatch(base, all -> all.directory(base))) {
            Files.writeString(base.resolve("f"), "one");
            watch.awaitLine("UPDATED f");
            Files.delete(base.resolve("f"));
            watch.awaitLine("DELETED f");
            assertThat(watch.lines()).containsExactly("CREATED f", "UPDATED f", "DELETED f");
        }
    }

    @Test
    void whatWasThereBeforeExistsAndWhatComesLaterIsCreated() throws Exception {
        Files.createFile(base.resolve("old"));
        Files.createDirectory(base.resolve("folder"));
        try (RecordedWatch watch = new RecordedWatch(
                base, with -> with.directory(base).events(FileEventKind.EXISTS, FileEventKind.CREATED))) {
            Files.createFile(base.resolve("new"));
            watch.awaitLine("CREATED new");
            assertThat(watch.lines()).containsExactlyInAnyOrder("EXISTS old", "EXISTS folder/", "CREATED new");
        }
    }

    @Test
    void everyDirectoryAndFileOfAPathMadeAtOnceIsReportedOnce() throws Exception {
        try (RecordedWatch watch = new RecordedWatch(
                base, with -> with.directory(base).recursive(true).events(FileEventKind.CREATED))) {
            for (int i = 0; i < 200; i++) {
                Path deep = Files.createDirectories(base.resolve("t" + i + "/a/b/c"));
                Files.createFile(deep.resolve("f"));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> watch.count(FileEventKind.CREATED) >= 1_000);
            watch.settle(base.resolve("mark"));
            assertThat(watch.lines()).doesNotHaveDuplicates().hasSize(1_001);
        }
    }

    @Test
    void aSlowWriterIsUpdatedOnceWhenItHasFinished() throws Exception {
        Path file = Files.createFile(base.resolve("slow"));
        try (RecordedWatch watch = new RecordedWatch(
                base,
                with -> with.directory(base)
                        .events(FileEventKind.WRITE, FileEventKind.UPDATED)
                        .quietPeriod(Duration.ofSeconds(2)))) {
            for (int i = 1; i <= 5; i++) {
                long before = watch.count(FileEventKind.WRITE);
                Files.writeString(file, "x".repeat(i));
                await().pollInterval(Duration.ofMillis(5)).until(() -> watch.count(FileEventKind.WRITE) > before);
            }
            watch.awaitLine("UPDATED slow");
            assertThat(watch.lines(FileEventKind.UPDATED)).containsExactly("UPDATED slow");
        }
    }

    @Test
    void twentyThousandFilesInAFreshSubtreeAreReportedOnceEach() throws Exception {
        try (RecordedWatch watch = new RecordedWatch(
                base, with -> with.directory(base).recursive(true).events(FileEventKind.CREATED))) {
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int first = w;
                Thread writer = new Thread(() -> createDirectories(first), "writer-" + w);
                writers.add(writer);
                writer.start();
            }
            for (Thread writer : writers) {
                writer.join();
            }
            int expected = 20_000 + 500 + 60;
            await().atMost(Duration.ofSeconds(60)).until(() -> watch.count(FileEventKind.CREATED) >= expected);
            watch.settle(base.resolve("mark"));
            assertThat(watch.lines(FileEventKind.CREATED))
                    .doesNotHaveDuplicates()
                    .hasSize(expected + 1);
        }
    }

    private void createDirectories(int first) {
        try {
            for (int i = first; i < 500; i += 4) {
                Path directory = Files.createDirectories(base.resolve("x" + i % 10 + "/y" + i % 50 + "/z" + i));
                for (int f = 0; f < 40; f++) {
                    Files.createFile(directory.resolve("f" + f));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anEditorThatRenamesATemporaryFileOverTheOldOneUpdatesIt() throws Exception {
        Files.writeString(base.resolve("a.conf"), "old");
        try (RecordedWatch watch = new RecordedWatch(
                base, with -> with.directory(base).glob("*.conf").events(FileEventKind.UPDATED))) {
            Files.writeString(base.resolve(".a.conf.swp"), "x");
            Files.writeString(base.resolve("a.conf~"), "new");
            Files.move(base.resolve("a.conf~"), base.resolve("a.conf"), StandardCopyOption.ATOMIC_MOVE);
            watch.awaitLine("UPDATED a.conf");
            assertThat(watch.lines()).containsExactly("UPDATED a.conf");
        }
    }

    @Test
    void renamedFilesAndDirectoriesAreDeletedThereAndCreatedHere() throws Exception {
        Path tree = Files.createDirectories(base.resolve("in/tree"));
        Path outside = Files.createDirectory(base.resolve("outside"));
        Files.createFile(tree.resolve("f"));
        Path in = base.resolve("in");
        try (RecordedWatch watch = new RecordedWatch(
                in, with -> with.directory(in).recursive(true).events(FileEventKind.CREATED, FileEventKind.DELETED))) {
            Files.move(tree, in.resolve("moved"));
            watch.awaitLine("DELETED tree/");
            watch.awaitLine("CREATED moved/f");
            Files.createFile(in.resolve("moved/g"));
            watch.awaitLine("CREATED moved/g");

            Files.move(in.resolve("moved"), outside.resolve("away"));
            watch.awaitLine("DELETED moved/");
            Files.createFile(outside.resolve("away/h"));
            Files.move(outside.resolve("away"), in.resolve("back"));
            watch.awaitLine("CREATED back/h");

            assertThat(watch.lines())
                    .containsExactlyInAnyOrder(
                            "DELETED tree/f",
                            "DELETED tree/",
                            "CREATED moved/",
                            "CREATED moved/f",
                            "CREATED moved/g",
                            "DELETED moved/f",
                            "DELETED moved/g",
                            "DELETED moved/",
                            "CREATED back/",
                            "CREATED back/f",
                            "CREATED back/g",
                            "CREATED back/h");
        }
    }

    @Test
    void aDirectoryReplacedByALinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
        Path root = Files.createDirectory(base.resolve("root"));
        Path inner = Files.createDirectory(root.resolve("inner"));
        try (RecordedWatch watch = new RecordedWatch(
                root,
                with -> with.directory(root).recursive(true).events(FileEventKind.CREATED, FileEventKind.DELETED))) {
            Files.delete(inner);
            Files.createSymbolicLink(inner, elsewhere);
            watch.awaitLine("CREATED inner");
            Files.createFile(elsewhere.resolve("secret"));
            watch.settle(root.resolve("mark"));
            assertThat(watch.lines()).containsExactly("DELETED inner/", "CREATED inner", "CREATED mark");

            watch.clear();
            Files.move(root, base.resolve("real"));
            Files.createSymbolicLink(root, elsewhere);
            watch.awaitLine("GONE /");
            Files.createFile(elsewhere.resolve("another"));
            assertThat(watch.lines()).doesNotContain("CREATED another", "CREATED secret");
            assertThat(watch.watch().snapshot().present()).isZero();
        }
    }

    @Test
    void aLinkNamedByTheUserIsWatched() throws Exception {
        Path real = Files.createDirectory(base.resolve("real"));
        Path link = Files.createSymbolicLink(base.resolve("link"), real);
        try (RecordedWatch watch = new RecordedWatch(link, with -> with.directory(link))) {
            Files.createFile(real.resolve("f"));
            watch.awaitLine("CREATED f");
        }
    }

    @Test
    void linksAreFollowedWhenAskedForAndLoopsEnd() throws Exception {
        Path root = Files.createDirectories(base.resolve("root/a"));
        Path other = Files.createDirectory(base.resolve("other"));
        Files.createSymbolicLink(root.resolve("up"), base.resolve("root"));
        Files.createSymbolicLink(root.resolve("other"), other);
        try (RecordedWatch watch = new RecordedWatch(
                base.resolve("root"),
                with -> with.directory(base.resolve("root"))
                        .recursive(true)
                        .followLinks(true)
                        .events(FileEventKind.EXISTS, FileEventKind.CREATED))) {
            Files.createFile(other.resolve("f"));
            watch.awaitLine("CREATED a/other/f");
            assertThat(watch.lines())
                    .containsExactlyInAnyOrder("EXISTS a/", "EXISTS a/up/", "EXISTS a/other/", "CREATED a/other/f");
        }
    }

    @Test
    void aWatchedDirectoryThatGoesIsFoundAgainWhenItIsBack() throws Exception {
        Path root = Files.createDirectory(base.resolve("root"));
        Files.createFile(root.resolve("f"));
        try (RecordedWatch watch = new RecordedWatch(
                base,
                with -> with.directory(root).recursive(true).events(FileEventKind.CREATED, FileEventKind.DELETED))) {
            Files.delete(root.resolve("f"));
            Files.delete(root);
            watch.awaitLine("GONE root/");
            Files.createDirectories(root.resolve("again"));
            watch.awaitLine("CREATED root/again/");
            Files.createFile(root.resolve("again/g"));
            watch.awaitLine("CREATED root/again/g");
            assertThat(watch.lines())
                    .containsExactly(
                            "DELETED root/f",
                            "GONE root/",
                            "CREATED root/",
                            "CREATED root/again/",
                            "CREATED root/again/g");
        }
    }

    @Test
    void aWatchedDirectoryThatIsMovedAwayIsGone() throws Exception {
        Path root = Files.createDirectory(base.resolve("root"));
        try (RecordedWatch watch = new RecordedWatch(base, with -> with.directory(root))) {
            Files.move(root, base.resolve("away"));
            watch.awaitLine("GONE root/");
            Files.createFile(base.resolve("away/f"));
            Files.createDirectory(root);
            watch.awaitLine("CREATED root/");
            watch.settle(root.resolve("mark"));
            assertThat(watch.lines()).doesNotContain("CREATED away/f", "CREATED root/f");
        }
    }

    @Test
    void aFileThatIsNotThereYetIsReportedWhenItComes() throws Exception {
        Path file = base.resolve("not/yet/there.conf");
        try (RecordedWatch watch = new RecordedWatch(base, with -> with.file(file))) {
            Files.createDirectories(file.getParent());
            Files.createFile(file.resolveSibling("other.conf"));
            Files.writeString(file, "x");
            watch.awaitLine("UPDATED not/yet/there.conf");
            assertThat(watch.lines()).containsExactly("CREATED not/yet/there.conf", "UPDATED not/yet/there.conf");
        }
    }

    @Test
    void patternsChooseNamesAndLeaveHiddenOnesOut() throws Exception {
        try (RecordedWatch watch = new RecordedWatch(
                base, with -> with.directory(base).glob("{a,b}*").events(FileEventKind.CREATED))) {
            for (String name : List.of("a1", "b", "c", ".a", "ba.conf")) {
                Files.createFile(base.resolve(name));
            }
            watch.settle(base.resolve("a-mark"));
            assertThat(watch.lines())
                    .containsExactlyInAnyOrder("CREATED a1", "CREATED b", "CREATED ba.conf", "CREATED a-mark");
        }
    }

    @Test
    void twoStarsStandForAnyNumberOfDirectories() throws Exception {
        try (RecordedWatch watch = new RecordedWatch(
                base,
                with -> with.directory(base).recursive(true).glob("**/*.conf").events(FileEventKind.CREATED))) {
            Path below = Files.createDirectories(base.resolve("a/b"));
            Files.createFile(base.resolve("other"));
            Files.createFile(base.resolve("here.conf"));
            Files.createFile(below.resolve("below.conf"));
            watch.settle(base.resolve("mark.conf"));
            watch.awaitLine("CREATED a/b/below.conf");
            assertThat(watch.lines())
                    .containsExactlyInAnyOrder("CREATED here.conf", "CREATED a/b/below.conf", "CREATED mark.conf");
        }
    }

    @Test
    void withoutAPatternHiddenFilesAreReported() throws Exception {
        try (RecordedWatch watch = new RecordedWatch(base, with -> with.directory(base))) {
            Files.createFile(base.resolve(".hidden"));
            watch.awaitLine("CREATED .hidden");
        }
    }

    @Test
    void changesOfPermissionsAreAttributesAndNoUpdates() throws Exception {
        Path file = Files.createFile(base.resolve("f"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        try (RecordedWatch watch = new RecordedWatch(
                base,
                with -> with.directory(base)
                        .events(FileEventKind.ATTRIBUTES, FileEventKind.WRITE, FileEventKind.UPDATED))) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            watch.awaitLine("ATTRIBUTES f");
            Files.writeString(file, "content");
            watch.awaitLine("UPDATED f");
            assertThat(watch.lines(FileEventKind.ATTRIBUTES)).containsExactly("ATTRIBUTES f");
            assertThat(watch.lines()).startsWith("ATTRIBUTES f", "WRITE f");
        }
    }

    @Test
    void overlappingTreesReportToBothWatches() throws Exception {
        Path inner = Files.createDirectory(base.resolve("inner"));
        try (RecordedWatch outerWatch =
                        new RecordedWatch(base, with -> with.directory(base).recursive(true));
                RecordedWatch innerWatch = new RecordedWatch(base, with -> with.directory(inner))) {
            Files.createFile(inner.resolve("f"));
            outerWatch.awaitLine("CREATED inner/f");
            innerWatch.awaitLine("CREATED inner/f");
            innerWatch.watch().close();
            Files.createFile(inner.resolve("g"));
            outerWatch.awaitLine("CREATED inner/g");
            assertThat(innerWatch.lines()).doesNotContain("CREATED inner/g");
        }
    }

    @Test
    void severalPathsShareOneWatch() throws Exception {
        Path one = Files.createDirectory(base.resolve("one"));
        Path two = base.resolve("two");
        try (RecordedWatch watch =
                new RecordedWatch(base, with -> with.directory(one).file(two))) {
            Files.createFile(one.resolve("f"));
            Files.createFile(two);
            watch.awaitLine("CREATED one/f");
            watch.awaitLine("CREATED two");
        }
    }

    @Test
    void closingTheLastWatchFreesTheThreadAndTheDescriptor() throws Exception {
        ThreadLeaks threads = new ThreadLeaks();
        for (int i = 0; i < 20; i++) {
            RecordedWatch first = new RecordedWatch(base, with -> with.directory(base));
            RecordedWatch second = new RecordedWatch(base, with -> with.directory(base));
            assertThat(threads.left(SharedReaders.THREAD_NAME)).hasSize(1);
            first.close();
            Files.createFile(base.resolve("f" + i));
            String line = "CREATED f" + i;
            await().pollInterval(Duration.ofMillis(5)).until(second::lines, lines -> lines.contains(line));
            second.close();
            threads.awaitNone(SharedReaders.THREAD_NAME);
        }
        await().untilAsserted(() -> assertThat(inotifyDescriptors()).isZero());
    }

    @Test
    void aWatchWhoseLoopIsClosedEnds() throws Exception {
        ThreadLeaks threads = new ThreadLeaks();
        LoopThread thread = LoopThread.start(EventLoop.open("short"));
        FileWatch watch = FileWatch.builder("left", thread.loop())
                .directory(base)
                .checkPeriod(Duration.ofMillis(20))
                .start(event -> {});
        watch.ready().toCompletableFuture().get(10, TimeUnit.SECONDS);
        thread.close();
        await().untilAsserted(() -> assertThat(watch.isOpen()).isFalse());
        threads.awaitNone(SharedReaders.THREAD_NAME);
    }

    @Test
    void aHandlerThatFailsMissesNothingElse() throws Exception {
        LoopThread thread = LoopThread.start(EventLoop.open("failing"));
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        FileWatch watch = FileWatch.builder("failing", thread.loop())
                .directory(base)
                .events(FileEventKind.CREATED)
                .start(event -> {
                    heard.add(event.path().getFileName().toString());
                    throw new IllegalStateException("handler of the test");
                });
        try (thread;
                watch) {
            watch.ready().toCompletableFuture().get(10, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                Files.createFile(base.resolve("f" + i));
            }
            await().until(() -> heard.size() == 20);
        }
    }

    static long inotifyDescriptors() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(descriptors), "no /proc/self/fd on this system");
        long found = 0;
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                try {
                    found += Files.readSymbolicLink(descriptor).toString().contains("inotify") ? 1 : 0;
                } catch (IOException closedMeanwhile) {
                    // its number was listed, but it is gone
                }
            }
        }
        return found;
    }

    @Test
    void aPathThatLeadsThroughAFileIsNotThere() throws Exception {
        JdkFileTree tree = new JdkFileTree(base.getFileSystem(), NanoClock.system());
        Files.createFile(base.resolve("file"));
        assertThat(tree.look(base.resolve("file/a"), false)).isNull();
        assertThat(tree.look(base.resolve("file/a/b"), true)).isNull();
        Path loop = base.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThat(tree.look(loop, true)).isNotNull();
    }
}
