package dev.darkroom.host.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A loaded graph. Its calls may be made at the same time; it is closed when none is under way. */
final class Graph implements AutoCloseable {

    private final String name;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    /**
     * @param name for messages
     * @param session closed with this
     */
    Graph(String name, OrtEnvironment environment, OrtSession session) {
        this.name = name;
        this.environment = environment;
        this.session = session;
        try {
            inputs = describe(session.getInputInfo());
            outputs = describe(session.getOutputInfo());
        } catch (OrtException e) {
            throw new InferenceException(name + ": " + Failures.oneLine(e), e);
        }
    }

    private List<TensorSpec> describe(Map<String, NodeInfo> nodes) {
        return nodes.values().stream()
                .map(node -> ElementTypes.describe(name, node))
                .toList();
    }

    List<TensorSpec> inputs() {
        return inputs;
    }

    List<TensorSpec> outputs() {
        return outputs;
    }

    /**
     * Checks the tensors of a call and makes them known to the engine.
     *
     * @param given every declared input by name
     * @param wanted outputs by name, each with the memory to write it to
     * @return the call, to be made on any thread
     * @throws InferenceException if a tensor is missing or does not fit
     */
    Call call(Map<String, Tensor> given, Map<String, Tensor> wanted) {
        Map<String, OnnxTensor> in = new HashMap<>();
        for (TensorSpec spec : inputs) {
            Tensor tensor = given.get(spec.name());
            if (tensor == null) {
                throw new InferenceException(name + ": expected inputs " + inputs + ", found " + given.keySet());
            }
            in.put(spec.name(), checked("input", spec, tensor).handle(environment));
        }
        if (given.size() > inputs.size()) {
            throw new InferenceException(name + ": expected inputs " + inputs + ", found " + given.keySet());
        }
        Map<String, OnnxTensor> out = new HashMap<>();
        wanted.forEach((key, tensor) -> {
            TensorSpec spec = outputs.stream()
                    .filter(each -> each.name().equals(key))
                    .findFirst()
                    .orElseThrow(() -> new InferenceException(
                            name + ": expected one of the outputs " + outputs + ", found " + key));
            out.put(key, checked("output", spec, tensor).handle(environment));
        });
        return new Call(in, out, wanted);
    }

    /** One call with its tensors. */
    final class Call {

        private final Map<String, OnnxTensor> in;
        private final Map<String, OnnxTensor> out;
        private final Map<String, Tensor> wanted;

        private Call(Map<String, OnnxTensor> in, Map<String, OnnxTensor> out, Map<String, Tensor> wanted) {
            this.in = in;
            this.out = out;
            this.wanted = Map.copyOf(wanted);
        }

        /**
         * Makes the call.
         *
         * @return how long the engine worked, in nanoseconds
         * @throws CancelledException if it was cancelled
         * @throws InferenceException if the engine failed
         */
        long make(Cancellation cancellation) {
            cancellation.throwIfCancelled();
            try (OffSwitch options = new OffSwitch()) {
                // The registration ends before the options do, and the switch ignores an action that is late.
                try (Cancellation.Registration ignored = cancellation.onCancel(options::terminate)) {
                    long began = System.nanoTime();
                    session.run(in, Set.of(), out, options.options).close();
                    return System.nanoTime() - began;
                }
            } catch (OrtException e) {
                if (cancellation.isCancelled()) {
                    throw (CancelledException) new CancelledException().initCause(e);
                }
                if (isShapeMismatch(e)) {
                    return copied();
                }
                throw new InferenceException(name + ": " + Failures.oneLine(e), e);
            }
        }

        /** Runs into the engine's own memory, for graphs whose outputs have other dimensions but as many elements. */
        private long copied() {
            long began = System.nanoTime();
            try (OrtSession.Result result = session.run(in, wanted.keySet())) {
                for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
                    OnnxValue value = result.get(entry.getKey()).orElseThrow();
                    BufferTensor target = (BufferTensor) entry.getValue();
                    if (!(value instanceof OnnxTensor found) || !target.copyFrom(found.getByteBuffer())) {
                        throw new InferenceException(name + ", output " + entry.getKey() + ": expected " + target
                                + ", found " + value.getInfo());
                    }
                }
            } catch (OrtException e) {
                throw new InferenceException(name + ": " + Failures.oneLine(e), e);
            }
            return System.nanoTime() - began;
        }
    }

    private static boolean isShapeMismatch(OrtException e) {
        String said = String.valueOf(e.getMessage());
        return said.contains("pre-allocated output") || said.contains("shape verification failed");
    }

    private BufferTensor checked(String role, TensorSpec spec, Tensor tensor) {
        if (!(tensor instanceof BufferTensor ours)) {
            throw new IllegalArgumentException(name + ", " + role + " " + spec.name()
                    + ": expected a tensor from InferenceRuntime.allocate, found " + tensor.getClass());
        }
        long[] expected = spec.shape();
        long[] found = tensor.shape();
        boolean fits = spec.type() == tensor.type() && expected.length == found.length;
        for (int i = 0; fits && i < expected.length; i++) {
            fits = expected[i] < 0 || expected[i] == found[i];
        }
        if (!fits) {
            throw new InferenceException(name + ", " + role + " " + spec.name() + ": expected " + spec.type()
                    + Arrays.toString(expected) + (Arrays.stream(expected).anyMatch(d -> d < 0) ? " (-1 is any)" : "")
                    + ", found " + tensor);
        }
        return ours;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException(name + ": " + Failures.oneLine(e), e);
        }
    }

    @Override
    public String toString() {
        return name + inputs + " -> " + outputs;
    }

    /** The options of one run; another thread may end that run, but only while it lasts. */
    private static final class OffSwitch implements AutoCloseable {

        private final OrtSession.RunOptions options;
        private boolean over;

        OffSwitch() throws OrtException {
            options = new OrtSession.RunOptions();
        }

        synchronized void terminate() {
            if (!over) {
                try {
                    options.setTerminate(true);
                } catch (OrtException e) {
                    throw new InferenceException("cannot end the run: " + Failures.oneLine(e), e);
                }
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            options.close();
        }
    }
}
