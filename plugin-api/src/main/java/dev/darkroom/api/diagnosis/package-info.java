/**
 * Finding out why a picture is as it is: questions, experiments that change one factor, the evidence they give, and the
 * verdicts that rest on it. A {@link dev.darkroom.api.diagnosis.Diagnostician} runs the experiments over a {@link
 * dev.darkroom.api.generation.GenerationService}; plugins add {@link dev.darkroom.api.diagnosis.Experiment}s of their own.
 */
@NullMarked
package dev.darkroom.api.diagnosis;

import org.jspecify.annotations.NullMarked;
