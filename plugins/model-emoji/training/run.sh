#!/usr/bin/env bash
# Trains and exports the model from nothing: ./run.sh WORK_FOLDER
#
# Fetches the pictures and labels with npm, then runs every stage for its budget. Stages that are done are skipped
# and unfinished ones resume, so it may be stopped and started again. Takes a CUDA GPU if PyTorch sees one.
# Settings: VAE_MINUTES, SCORER_MINUTES, UNET_MINUTES, LATENTS, PROCESSES (on a CPU: its cores), PYTHON.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mkdir -p "${1:?a folder to work in}" && cd "$1" && pwd)
python=${PYTHON:-python3}

gpu=$("$python" -c 'import torch; print(int(torch.cuda.is_available()))')
if [ "$gpu" = 1 ]; then
  : "${VAE_MINUTES:=8}" "${SCORER_MINUTES:=2}" "${UNET_MINUTES:=15}" "${LATENTS:=60000}"
  processes=1 vae_batch=128 unet_batch=512 scorer_batch=512
else
  : "${VAE_MINUTES:=34}" "${SCORER_MINUTES:=3.5}" "${UNET_MINUTES:=44}" "${LATENTS:=13000}"
  processes=${PROCESSES:-$(nproc)} vae_batch=16 unet_batch=32 scorer_batch=192
  export OMP_NUM_THREADS=1
fi

mkdir -p "$work/npm"
cp "$here/package.json" "$work/npm/"
[ -d "$work/npm/node_modules" ] || (cd "$work/npm" && npm install --no-audit --no-fund)
modules=$work/npm/node_modules data=$work/data out=$work/run

stage() { echo "== $*" && "$python" -u "$here/$1.py" "${@:2}"; }

[ -f "$data/layers.npy" ] || stage prepare --pictures "$modules/@lobehub/fluent-emoji-3d/assets" \
  --labels "$modules/emojibase-data/en/data.json" --out "$data"
[ -f "$out/vae.pt" ] || stage train_vae --data "$data" --out "$out" --minutes "$VAE_MINUTES" --batch $vae_batch --processes "$processes"
[ -f "$out/latents-0.pt" ] || stage encode --data "$data" --out "$out" --count "$LATENTS" --processes "$processes"
[ -f "$out/scorer.pt" ] || stage train_scorer --data "$data" --out "$out" --minutes "$SCORER_MINUTES" --batch $scorer_batch --processes "$processes"
[ -f "$out/unet.pt" ] || stage train_unet --data "$data" --out "$out" --minutes "$UNET_MINUTES" --batch $unet_batch --processes "$processes"
stage export --data "$data" --run "$out" --out "$work/model"
stage evaluate fidelity --model "$work/model" --data "$data"
