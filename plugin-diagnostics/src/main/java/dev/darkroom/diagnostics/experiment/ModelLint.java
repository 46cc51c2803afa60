package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.sampling.PredictionType;
import java.util.Optional;

/** An experiment that asks the model about known pictures and makes none. */
abstract class ModelLint implements Experiment {

    @Override
    public final int pictures(Case subject) {
        return 0;
    }

    @Override
    public double promise(Case subject) {
        return 0.8;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return Optional.empty();
    }

    /** Why the noise process of a case cannot be doubted: a rectified flow has neither betas nor another prediction. */
    static Optional<String> flow(Case subject) {
        return subject.setup().process().prediction() == PredictionType.FLOW
                ? Optional.of("a rectified flow predicts nothing else and has no betas")
                : Optional.empty();
    }
}
