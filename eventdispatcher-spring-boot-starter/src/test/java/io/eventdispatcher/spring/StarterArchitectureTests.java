package io.eventdispatcher.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;

class StarterArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.eventdispatcher.spring");

    @Test
    void autoConfigurationIsKnownByNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.eventdispatcher.spring.autoconfigure..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.eventdispatcher.spring.autoconfigure..")
                .because("it knows all other packages")
                .check(CLASSES);
    }

    @Test
    void lifecycleAndHandlersDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.eventdispatcher.spring.lifecycle..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.eventdispatcher.spring.handler..",
                        "io.eventdispatcher.spring.metrics..",
                        "io.eventdispatcher.spring.observation..",
                        "io.eventdispatcher.spring.actuate..")
                .because("listeners and clients work without handlers, meters and actuator")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.eventdispatcher.spring.handler..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.eventdispatcher.spring.lifecycle..",
                        "io.eventdispatcher.spring.metrics..",
                        "io.eventdispatcher.spring.observation..",
                        "io.eventdispatcher.spring.actuate..")
                .because("handlers work without listeners")
                .check(CLASSES);
    }

    @Test
    void onlyMetersAndObservationsSeeMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.eventdispatcher.spring.metrics..",
                        "io.eventdispatcher.spring.observation..",
                        "io.eventdispatcher.spring.autoconfigure.metrics..",
                        "io.eventdispatcher.spring.autoconfigure.observation..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .because("Micrometer is optional")
                .check(CLASSES);
    }

    @Test
    void observationsDoNotNeedMeters() {
        noClasses()
                .that()
                .resideInAPackage("io.eventdispatcher.spring.observation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.eventdispatcher.spring.metrics..", "io.micrometer.core..")
                .because("a tracer may be there without meters")
                .check(CLASSES);
    }

    @Test
    void onlyActuateSeesTheActuator() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.eventdispatcher.spring.actuate..", "io.eventdispatcher.spring.autoconfigure.actuate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
                .because("the actuator is optional")
                .check(CLASSES);
    }

    @Test
    void autoConfigurationsAreFinalAndOfferNothing() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .check(CLASSES);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .notBePublic()
                .because("only Spring calls them")
                .check(CLASSES);
    }

    @Test
    void classConditionsStandOnClasses() {
        methods()
                .should()
                .notBeAnnotatedWith(ConditionalOnClass.class)
                .because("the return type of a bean method is loaded before its condition is looked at")
                .check(CLASSES);
    }
}
