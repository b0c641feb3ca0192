package io.eventdispatcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

/** The layout of the core as ARCHITECTURE.md draws it. */
class ArchitectureTests {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.eventdispatcher");

    private static final String BASE = "io.eventdispatcher.";

    @Test
    void packagesUseLowerLevelsOnly() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("bytes")
                .definedBy(BASE + "bytes..")
                .layer("message")
                .definedBy(BASE + "message..")
                .layer("framing")
                .definedBy(BASE + "framing..")
                .layer("backoff")
                .definedBy(BASE + "backoff..")
                .layer("endpoint")
                .definedBy(BASE + "endpoint..")
                .layer("timer")
                .definedBy(BASE + "timer..")
                .layer("tls")
                .definedBy(BASE + "tls..")
                .layer("dispatch")
                .definedBy(BASE + "dispatch..")
                .layer("loop")
                .definedBy(BASE + "loop..")
                .layer("transport")
                .definedBy(BASE + "transport..")
                .layer("raw")
                .definedBy(BASE + "raw..")
                .layer("source")
                .definedBy(BASE + "source..")
                .layer("connection")
                .definedBy(BASE + "connection..")
                .layer("server")
                .definedBy(BASE + "server..")
                .layer("client")
                .definedBy(BASE + "client..")
                .layer("process")
                .definedBy(BASE + "process..")
                .layer("messenger")
                .definedBy(BASE + "messenger..")
                .whereLayer("bytes")
                .mayNotAccessAnyLayer()
                .whereLayer("message")
                .mayOnlyAccessLayers("bytes")
                .whereLayer("framing")
                .mayOnlyAccessLayers("bytes")
                .whereLayer("backoff")
                .mayNotAccessAnyLayer()
                .whereLayer("endpoint")
                .mayNotAccessAnyLayer()
                .whereLayer("timer")
                .mayNotAccessAnyLayer()
                .whereLayer("tls")
                .mayNotAccessAnyLayer()
                .whereLayer("dispatch")
                .mayOnlyAccessLayers("message", "bytes")
                .whereLayer("loop")
                .mayOnlyAccessLayers("timer")
                .whereLayer("transport")
                .mayOnlyAccessLayers("loop", "endpoint", "timer", "framing", "tls", "bytes")
                .whereLayer("raw")
                .mayOnlyAccessLayers("loop", "timer")
                .whereLayer("source")
                .mayOnlyAccessLayers("loop", "timer", "message", "dispatch", "bytes")
                .whereLayer("connection")
                .mayOnlyAccessLayers("transport", "framing", "loop", "timer", "bytes")
                .whereLayer("server")
                .mayOnlyAccessLayers("connection", "transport", "framing", "endpoint", "loop", "timer", "bytes")
                .whereLayer("client")
                .mayOnlyAccessLayers(
                        "connection", "transport", "framing", "endpoint", "loop", "timer", "bytes", "backoff")
                .whereLayer("process")
                .mayOnlyAccessLayers("connection", "transport", "source", "framing", "loop", "timer", "bytes")
                .because(
                        "arrows go down only, so that each level can be understood and tested without the ones above it")
                .check(CORE);
    }

    @Test
    void noPackagesUseEachOther() {
        slices().matching("io.eventdispatcher.(**)")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one package")
                .check(CORE);
    }

    @Test
    void transportsKnowTheirParentOnly() {
        slices().matching("io.eventdispatcher.transport.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a new transport must cost one part and edit no other")
                .check(CORE);
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "transport.*..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + "transport.*..")
                .because("transports are found through ServiceLoader")
                .check(CORE);
    }

    @Test
    void theCoreIsFreeOfFrameworks() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.eventdispatcher..",
                        "java..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.google.errorprone.annotations..",
                        "tools.jackson.core..",
                        "org.newsclub.net.unix..",
                        "javax.net.ssl..",
                        "javax.security.auth..",
                        "javax.crypto..",
                        "jdk.net.."))
                .because("users of the core choose their own framework")
                .check(CORE);
    }

    @Test
    void jacksonIsSeenByTheMessagePackageAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "message..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .because("JSON is a form of a message and nothing else")
                .check(CORE);
    }

    @Test
    void junixsocketIsSeenByOnePackageAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "transport.junix")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.newsclub..")
                .because("it is optional: no other class may fail without it")
                .check(CORE);
    }

    @Test
    void socketOptionsOfTheJdkAreSeenByTransportsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "transport..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.net..")
                .because("it is not part of Java SE")
                .check(CORE);
    }

    @Test
    void channelsAreSeenByLoopTransportsAndTheRawLevelAlone() {
        noClasses()
                .that(resideOutsideOfPackages(BASE + "transport..", BASE + "raw..", BASE + "loop.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.nio.channels..")
                .because("everything above works over any transport")
                .check(CORE);
    }

    @Test
    void timeComesFromTheClockOfTheLoop() {
        noClasses()
                .that(DescribedPredicate.not(JavaClass.Predicates.simpleName("SystemNanoClock")))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .because("tests drive the clock by hand")
                .check(CORE);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("a sleeping loop serves nobody; use a timer")
                .check(CORE);
    }

    @Test
    void nothingIsDeserialisedOrLoadedByNameFromTheWire() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .because("a message must never choose code")
                .check(CORE);
    }
}
