package io.eventdispatcher.communicatord.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final String BASE = "io.eventdispatcher.communicatord.";

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.eventdispatcher.communicatord");

    @Test
    void packagesUseLowerLevelsOnly() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("registry")
                .definedBy(BASE + "registry..")
                .layer("routing")
                .definedBy(BASE + "routing..")
                .layer("cache")
                .definedBy(BASE + "cache..")
                .layer("status")
                .definedBy(BASE + "status..")
                .layer("tap")
                .definedBy(BASE + "tap..")
                .layer("peer")
                .definedBy(BASE + "peer..")
                .layer("daemon")
                .definedBy(BASE + "daemon..")
                .whereLayer("registry")
                .mayNotAccessAnyLayer()
                .whereLayer("status")
                .mayNotAccessAnyLayer()
                .whereLayer("routing")
                .mayOnlyAccessLayers("registry")
                .whereLayer("tap")
                .mayOnlyAccessLayers("registry")
                .whereLayer("cache")
                .mayOnlyAccessLayers("registry")
                .whereLayer("peer")
                .mayOnlyAccessLayers("registry", "routing", "status")
                .check(MODULE);
    }

    @Test
    void onlyThePackagesAtTheEdgeTouchConnections() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        BASE + "registry..", BASE + "routing..", BASE + "cache..", BASE + "status..", BASE + "tap..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.eventdispatcher.connection..",
                        "io.eventdispatcher.loop..",
                        "io.eventdispatcher.transport..",
                        "org.springframework..",
                        "java.nio.channels..")
                .because("they are pure: time and bytes are arguments")
                .check(MODULE);
    }
}
