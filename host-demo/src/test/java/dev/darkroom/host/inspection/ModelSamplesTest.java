package dev.darkroom.host.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.generation.ModelBench.Sample;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSamplesTest {

    @TempDir
    Path model;

    private Path samples() throws IOException {
        return Files.createDirectories(model.resolve("samples"));
    }

    @Test
    void aFolderWithoutSamplesHasNone() {
        assertThat(ModelSamples.of(model)).isEmpty();
    }

    @Test
    void readsPicturesWithTheirCaptions() throws IOException {
        BufferedImage image = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xFF0000);
        ImageIO.write(image, "png", samples().resolve("b.png").toFile());
        ImageIO.write(image, "png", samples().resolve("a.png").toFile());
        Files.writeString(samples().resolve("a.txt"), "a red dot\n");
        List<Sample> found = ModelSamples.of(model);
        assertThat(found).extracting(Sample::caption).containsExactly("a red dot", "");
        assertThat(found.get(0).picture().width()).isEqualTo(8);
        assertThat(found.get(0).picture().at(0, 0, 0)).isEqualTo(1f);
    }

    @Test
    void namesTheSampleThatIsNoPicture() throws IOException {
        Files.writeString(samples().resolve("broken.png"), "no picture");
        assertThatThrownBy(() -> ModelSamples.of(model))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContaining("broken.png");
    }
}
