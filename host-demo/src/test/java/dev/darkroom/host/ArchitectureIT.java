package dev.darkroom.host;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom, checked on the packaged distribution: the very classes that ship. */
class ArchitectureIT {

    private static final Path DIST = Path.of(System.getProperty("darkroom.dist"));
    private static final String API = "dev.darkroom.api..";
    private static final String DIAGNOSTICS = "dev.darkroom.diagnostics..";
    private static final String HOST = "dev.darkroom.host..";
    private static final String PLUGINS = "dev.darkroom.plugin..";

    private static final String GRAPHS = "dev.darkroom.plugin.graph.onnx..";

    private static JavaClasses classes;
    private static JavaClasses everything;

    @BeforeAll
    static void importDistribution() throws IOException {
        try (Stream<Path> lib = Files.list(DIST.resolve("lib"));
                Stream<Path> plugins = Files.list(DIST.resolve("plugins"))) {
            everything = new ClassFileImporter()
                    .importJars(Stream.concat(
                                    lib.filter(jar -> jar.getFileName()
                                                    .toString()
                                                    .startsWith("host-demo")
                                            || jar.getFileName().toString().startsWith("plugin-api")),
                                    plugins)
                            .filter(jar -> jar.toString().endsWith(".jar"))
                            .map(ArchitectureIT::jar)
                            .toList());
        }
        // Libraries inside plugin JARs keep to rules of their own.
        everything = everything.that(resideInAPackage("dev.darkroom.."));
        classes = everything.that(DescribedPredicate.not(simpleName("package-info")));
    }

    @Test
    void theApiKnowsTheJdkPf4jAndJspecify() {
        classes()
                .that()
                .resideInAPackage(API)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.pf4j..", "org.jspecify..", API)
                .check(classes);
    }

    @Test
    void pluginsKnowTheApiAndInspectorsTheMeasures() {
        classes()
                .that()
                .resideInAPackage(PLUGINS)
                .should(onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "org.pf4j..",
                                "org.jspecify..",
                                "com.fasterxml.jackson..",
                                API,
                                "dev.darkroom.diagnostics.measure..")
                        .or(resideInAPackage(PLUGINS))
                        .or(resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf.."))))
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(PLUGINS)
                .and()
                .resideOutsideOfPackage(GRAPHS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(PLUGINS)
                .and()
                .resideOutsideOfPackage("dev.darkroom.plugin.inspector..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DIAGNOSTICS)
                .check(classes);
        // ComfyUI's noise is made of two others, and converters edit graphs: they declare those plugins as
        // dependencies.
        slices().matching("dev.darkroom.plugin.(*).(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAPackage("dev.darkroom.plugin.noise.comfy.."),
                        resideInAnyPackage("dev.darkroom.plugin.noise.torch..", "dev.darkroom.plugin.noise.philox.."))
                .ignoreDependency(
                        resideInAnyPackage("dev.darkroom.plugin.precision..", "dev.darkroom.plugin.loader.onnx.."),
                        resideInAPackage(GRAPHS))
                .check(classes);
    }

    @Test
    void diagnosticsKnowsTheApiAlone() {
        classes()
                .that()
                .resideInAPackage(DIAGNOSTICS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.pf4j..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "org.jtransforms..",
                        "org.visnow..",
                        API,
                        DIAGNOSTICS)
                .check(classes);
    }

    @Test
    void nobodyKnowsTheHostAndTheHostKnowsNoPlugin() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HOST)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOST)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(HOST)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLUGINS, DIAGNOSTICS)
                .check(classes);
    }

    @Test
    void onlyTheOnnxRoomKnowsTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.darkroom.host.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
                .check(classes);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("dev.darkroom.host.(*)..").should().beFreeOfCycles().check(classes);
        slices().matching("dev.darkroom.api.(*)..").should().beFreeOfCycles().check(classes);
        slices().matching("dev.darkroom.diagnostics.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.darkroom.host.cli..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(classes);
    }

    @Test
    void onlyTheRoomThatReadsFilesKnowsAwtAndImageIo() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.darkroom.host.image.decode..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio..", "com.twelvemonkeys..")
                .check(classes);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.darkroom.host.image.decode..", "dev.darkroom.host.inspection..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.darkroom.host.image.decode..")
                .because("they would cost every generation the time to load them")
                .check(classes);
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(each -> packages.add(each.getPackageName()));
        Set<String> described = new TreeSet<>();
        everything.stream()
                .filter(each -> each.getSimpleName().equals("package-info") && each.isAnnotatedWith(NullMarked.class))
                .forEach(each -> described.add(each.getPackageName()));
        assertThat(described).containsExactlyElementsOf(packages);
    }

    private static DescribedPredicate<JavaClass> simpleName(String name) {
        return DescribedPredicate.describe(
                "simple name " + name, each -> each.getSimpleName().equals(name));
    }

    private static JarFile jar(Path path) {
        try {
            return new JarFile(path.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
