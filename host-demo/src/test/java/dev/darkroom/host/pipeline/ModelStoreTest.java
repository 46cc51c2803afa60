package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.Registries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of models that are not there. */
class ModelStoreTest {

    @TempDir
    private Path folder;

    @Test
    void aPathThatLeadsNowhereIsNoUnknownName() throws IOException {
        Files.createDirectories(folder.resolve("models/emoji"));
        Path file = Files.writeString(folder.resolve("model.onnx"), "");
        ModelStore store = store(ExtensionInfo.of("onnx", "ONNX", "loads graphs"));

        assertThatThrownBy(() -> store.find(Optional.of("./nowhere")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("model ./nowhere: expected a folder, found nothing there; check the path");
        assertThatThrownBy(() -> store.find(Optional.of(file.toString())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("model " + file + ": expected a folder, found a file there; check the path");
        assertThatThrownBy(() -> store.find(Optional.of("emojy")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("unknown model \"emojy\": did you mean emoji? (known: emoji)");
        assertThatThrownBy(() -> store.find(Optional.of("a/\0")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("unknown model");
    }

    @Test
    void withoutALoaderTheFoldersAreNotToBlame() throws IOException {
        Path model = Files.createDirectories(folder.resolve("models/emoji"));
        ModelStore store = store();

        for (Optional<String> name : List.of(Optional.<String>empty(), Optional.of("emoji"), Optional.of(model + ""))) {
            assertThatThrownBy(() -> store.find(name))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("no installed plugin loads models; `darkroom plugins` shows why");
        }
    }

    private ModelStore store(ExtensionInfo... loaders) {
        return new ModelStore(
                List.of(folder.resolve("models")),
                Registries.of(ModelLoader.class, loaders),
                new ForeignCall(Duration.ofSeconds(5)));
    }
}
