package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.ProcessOverrides.Betas;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BetaCandidatesTest {

    private final GaussianModel model = new GaussianModel();

    private static DiffusionProcess scaledLinear(double start, double end) {
        return DiffusionProcess.discrete(
                PredictionType.V, BetaSchedule.cumulativeProducts(BetaSchedule.SCALED_LINEAR.betas(1000, start, end)));
    }

    @Test
    void theEndsOfAProcessAreReadFromIt() {
        assertThat(BetaCandidates.ends(scaledLinear(0.00085, 0.012)))
                .contains(new Betas(BetaSchedule.SCALED_LINEAR, 0.00085, 0.012));
        assertThat(BetaCandidates.ends(GaussianModel.process(PredictionType.V, BetaSchedule.LINEAR)))
                .contains(new Betas(BetaSchedule.LINEAR, 1e-4, 0.02));
        assertThat(BetaCandidates.ends(GaussianModel.process(PredictionType.V, BetaSchedule.SQUAREDCOS_CAP_V2)))
                .isEmpty();
    }

    @Test
    void aRescaledProcessHasNoEnds() {
        double[] products = scaledLinear(0.00085, 0.012).alphasCumprod();
        assertThat(BetaCandidates.ends(DiffusionProcess.discrete(
                        PredictionType.V, BetaSchedule.zeroTerminalSnr(products, BetaSchedule.DIFFUSERS_FLOOR))))
                .isEmpty();
    }

    @Test
    void neighboursAndTheUsualOnesAreTriedAndNeverWhatIsConfigured() {
        model.claimed = scaledLinear(0.00085, 0.0144);
        assertThat(BetaCandidates.of(model.subject()))
                .contains(over(new Betas(BetaSchedule.SCALED_LINEAR, 0.00085, 0.0144 / 1.2)))
                .contains(over(Betas.of(BetaSchedule.LINEAR)))
                .anyMatch(ProcessOverrides::zeroSnr)
                .noneMatch(each -> each.equals(over(new Betas(BetaSchedule.SCALED_LINEAR, 0.00085, 0.0144))))
                .hasSize(7);
        model.claimed = scaledLinear(0.00085, 0.012);
        assertThat(BetaCandidates.of(model.subject()))
                .hasSize(6)
                .doesNotContain(over(Betas.of(BetaSchedule.SCALED_LINEAR)));
    }

    private static ProcessOverrides over(Betas betas) {
        return new ProcessOverrides(Optional.empty(), Optional.of(betas), false);
    }
}
