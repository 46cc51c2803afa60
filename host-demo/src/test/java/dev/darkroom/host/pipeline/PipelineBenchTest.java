package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.Denoised;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The parts of a generation, asked one at a time. */
class PipelineBenchTest {

    private static final Shape SHAPE = new Shape(1, 2, 4, 4);

    private final Neighbours neighbours = new Neighbours();
    private final Cancellation cancellation = new Cancellation();

    private static GenerationRequest.Builder request() {
        return GenerationRequest.of("a point").steps(4).seed(7);
    }

    @Test
    void tellsWhatARequestWouldRunWith() {
        try (Pipeline pipeline = neighbours.pipeline()) {
            ModelBench.Setup setup = pipeline.setup(request().build());
            assertThat(setup.model()).isEqualTo(Neighbours.CARD);
            assertThat(setup.request().sampler().name()).isEqualTo("line");
            assertThat(setup.sigmas().steps()).isEqualTo(4);
            assertThat(setup.width()).isEqualTo(16);
            assertThat(neighbours.batchSizes).isEmpty();
        }
    }

    @Test
    void denoisesOnceWithAndWithoutGuidance() {
        Latent x = Latent.generate(SHAPE, i -> i);
        try (Pipeline pipeline = neighbours.pipeline()) {
            Denoised guided = pipeline.denoise(request().cfgScale(4).build(), x, 3, cancellation);
            assertThat(guided.uncond()).isPresent();
            for (int i = 0; i < SHAPE.elements(); i++) {
                assertThat(guided.denoised().at(i)).isCloseTo(Neighbours.TARGET, within(1e-4f));
            }
            Denoised plain = pipeline.denoise(request().cfgScale(1).build(), x, 3, cancellation);
            assertThat(plain.uncond()).isEmpty();
            assertThat(neighbours.batchSizes).containsExactly(2, 1);
        }
    }

    @Test
    void refusesLatentsAndPicturesOfAnotherSize() {
        try (Pipeline pipeline = neighbours.pipeline()) {
            Latent large = Latent.generate(new Shape(1, 2, 8, 8), i -> 0);
            assertThatThrownBy(() -> pipeline.decode(request().build(), large, cancellation))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("16x16");
            assertThatThrownBy(() -> pipeline.denoise(request().build(), large, 1, cancellation))
                    .isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(
                            () -> pipeline.encode(request().build(), Picture.of(8, 8, new float[3 * 64]), cancellation))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("8x8");
        }
    }

    @Test
    void decodesAGivenLatent() {
        try (Pipeline pipeline = neighbours.pipeline()) {
            Picture picture = pipeline.decode(request().build(), Latent.generate(SHAPE, i -> 0.5f), cancellation);
            assertThat(picture.at(0)).isEqualTo(0.5f);
        }
    }

    @Test
    void aResumedRunEndsWhereTheWholeOneDoes() {
        List<Latent> states = new ArrayList<>();
        GenerationObserver observer = new GenerationObserver() {
            @Override
            public void step(StepEvent event) {
                states.add(event.x());
            }
        };
        try (Pipeline pipeline = neighbours.pipeline()) {
            GenerationResult whole =
                    pipeline.generate(request().build(), observer, cancellation).get(0);
            neighbours.batchSizes.clear();
            GenerationResult rest =
                    pipeline.resume(request().build(), 2, states.get(1), GenerationObserver.NONE, cancellation);
            assertThat(rest.latent()).isEqualTo(whole.latent());
            assertThat(rest.trace().steps()).hasSize(2);
            assertThat(neighbours.batchSizes).hasSize(2);
        }
    }

    @Test
    void refusesToResumeFromNowhere() {
        GenerationRequest request = request().build();
        Latent state = Latent.generate(SHAPE, i -> 0);
        try (Pipeline pipeline = neighbours.pipeline()) {
            GenerationService service = pipeline;
            assertThatThrownBy(() -> service.resume(request, 4, state, GenerationObserver.NONE, cancellation))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("resume: expected a step from 0 to 3, found 4");
            Latent small = Latent.generate(new Shape(1, 2, 2, 2), i -> 0);
            assertThatThrownBy(() -> service.resume(request, 1, small, GenerationObserver.NONE, cancellation))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("expected a state");
            GenerationRequest two = request().count(2).build();
            assertThatThrownBy(() -> service.resume(two, 1, state, GenerationObserver.NONE, cancellation))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void inspectsAPictureWithoutItsTrace() {
        List<Inspection> seen = new ArrayList<>();
        neighbours.inspectors = List.of(new PostCheck() {
            @Override
            public dev.darkroom.api.ExtensionInfo info() {
                return dev.darkroom.api.ExtensionInfo.of("eye", "Eye", "Looks.");
            }

            @Override
            public Inspected inspect(Inspection inspection, dev.darkroom.api.Options options) {
                seen.add(inspection);
                return Inspected.of(Symptom.NOISE, 0.25);
            }
        });
        try (Pipeline pipeline = neighbours.pipeline()) {
            Inspected inspected = pipeline.inspect(request().build(), Picture.of(8, 8, new float[3 * 64]));
            assertThat(inspected.scores()).containsEntry(Symptom.NOISE, 0.25);
            assertThat(seen)
                    .singleElement()
                    .satisfies(each -> assertThat(each.making()).isEmpty());
        }
    }

    @Test
    void saysNothingOfAlignmentWithoutAScorer() {
        try (Pipeline pipeline = neighbours.pipeline()) {
            assertThat(pipeline.alignment(request().build(), Picture.of(8, 8, new float[3 * 64])))
                    .isEmpty();
        }
    }
}
