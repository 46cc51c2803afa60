package dev.darkroom.plugin.inspector.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.PostCheckContract;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without detectors; the host's tests have an engine and run some. */
class DetectorInspectorTest extends PostCheckContract {

    private final DetectorInspector inspector = new DetectorInspector();

    @TempDir
    private Path folder;

    @Override
    protected PostCheck postCheck() {
        return inspector;
    }

    @Test
    void withoutDetectorsItFindsNothingAndLeavesTheEngineAlone() {
        InferenceRuntime runtime = mock(InferenceRuntime.class);
        DetectorInspector equipped = new DetectorInspector();
        equipped.equip(runtime, List.of(folder, folder.resolve("missing")));

        Inspection inspection = Inspection.of(picture(4, 4, i -> 0));
        assertThat(equipped.inspect(inspection, dev.darkroom.api.Options.defaults(List.of())))
                .isEqualTo(Inspected.NOTHING);
        verifyNoInteractions(runtime);
    }
}
