package dev.darkroom.host.onnx;

import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.ModelLoaderContract;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

class OnnxModelLoaderContractTest extends ModelLoaderContract {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());
    private static final ModelLoader LOADER = TinyModels.loader();

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Override
    protected ModelLoader loader() {
        return LOADER;
    }

    @Override
    protected Path modelFolder() {
        return TinyModels.folder("latent");
    }

    @Override
    protected InferenceRuntime runtime() {
        return RUNTIME;
    }
}
