package dev.darkroom.host.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.precision.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing half-made has the name of a graph, whatever ends a conversion. */
class WorkspaceTest {

    @TempDir
    private Path model;

    private Component network() {
        return new Component("unet", Component.Role.NETWORK, model.resolve("unet/model.non_ema.onnx"));
    }

    @Test
    void aVariantIsNamedAfterItsOriginalAndMovedWithItsData() throws IOException {
        try (Workspace workspace = Workspace.open(model, 1)) {
            Path target = workspace.target(network(), Precision.INT8);
            assertThat(target.getFileName()).hasToString("model.non_ema.int8.onnx");
            Files.writeString(target, "graph");
            Files.writeString(target.resolveSibling("model.non_ema.int8.onnx_data"), "weights");
            assertThat(model.resolve("unet")).doesNotExist();
            assertThat(workspace.install(List.of(target))).hasSize(2);
        }
        assertThat(model.resolve("unet/model.non_ema.int8.onnx")).hasContent("graph");
        assertThat(model.resolve("unet/model.non_ema.int8.onnx_data")).hasContent("weights");
        assertThat(model.toFile().list()).containsExactly("unet");
    }

    @Test
    void whatEndsEarlyLeavesNothingAndWhatWasKilledIsSweptUp() throws IOException {
        Files.createDirectories(model.resolve(".darkroom-convert-999999999/unet"));
        Files.writeString(model.resolve(".darkroom-convert-999999999/unet/model.int8.onnx"), "half");
        try (Workspace workspace = Workspace.open(model, 1)) {
            Files.writeString(workspace.target(network(), Precision.FP16), "half");
            assertThat(model.resolve(".darkroom-convert-999999999")).doesNotExist();
        }
        assertThat(model).isEmptyDirectory();
    }

    @Test
    void aFolderThatWasMadeForNothingIsTakenAwayAgain() throws IOException {
        Path fresh = model.resolve("fresh");
        Workspace.open(fresh, 1).close();
        assertThat(fresh).doesNotExist();
        assertThatThrownBy(() -> Workspace.open(fresh, Long.MAX_VALUE)).isInstanceOf(DarkroomException.class);
        assertThat(fresh).doesNotExist();

        try (Workspace workspace = Workspace.open(fresh, 1)) {
            Path target = Files.writeString(workspace.target(network(), Precision.INT8), "graph");
            workspace.install(List.of(target));
        }
        assertThat(fresh.resolve("unet")).isNotEmptyDirectory();
    }

    @Test
    void aFullDiskAndAFolderThatIsAFileAreToldBeforeTheWork() throws IOException {
        assertThatThrownBy(() -> Workspace.open(model, Long.MAX_VALUE))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("MiB free at " + model)
                .hasMessageContaining("--out FOLDER");
        assertThat(model).isEmptyDirectory();
        Path file = Files.writeString(model.resolve("file"), "");
        assertThatThrownBy(() -> Workspace.open(file, 1))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("cannot write to " + file)
                .hasMessageEndingWith("make a copy with --out FOLDER");
    }
}
