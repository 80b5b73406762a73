"""Train the reader, stage by stage: `python training/train.py --stage broad narrow --shared ../shared --run training/runs/main`.

Stages, each a list of (corpus, passes over its windows). A stage's batches are drawn once from the seed, so that a run that was stopped
goes on from its last checkpoint with the batches it had not seen. One thread a process is the fastest on a CPU (`--processes` takes
several); a GPU is used when there is one.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, distributed
from torch.nn import functional

from batch import COLUMNS, HALF, collate
from corpora import training_examples
from labels import DISTANCE, PAIR_HEADS, ROLES, SRL_ROLES
from model import Reader, load_tokenizer
from shipped import shipped_state
from soften import Soft, key_of
from stages import STAGES
from teacher import Teacher
from windows import IGNORE, Example, Predicate

TOKENS_A_BATCH = 1400
# Nearly all words are outside every role: a predicate's loss is divided by about as many words as its roles have, not by all.
ROLE_CELLS = 30.0
MAX_PAIRS = 24  # predicates of a window that are scored in one step


def batches(stage: str, examples: dict[str, list[Example]], seed: int) -> list[list[Example]]:
    rng = random.Random(f"{seed}:{stage}")
    chosen: list[Example] = []
    for corpus, passes in STAGES[stage].passes.items():
        pool = examples[corpus]
        whole, part = int(passes), passes - int(passes)
        chosen += pool * whole + rng.sample(pool, round(part * len(pool)))
    rng.shuffle(chosen)
    out: list[list[Example]] = []
    # Sort by length inside large chunks: little padding, yet every batch mixes the corpora.
    for start in range(0, len(chosen), 400):
        chunk = sorted(chosen[start : start + 400], key=lambda e: len(e.window.tokens))
        batch: list[Example] = []
        grouped: list[list[Example]] = []
        for example in chunk:
            if batch and (len(batch) + 1) * len(example.window.tokens) > TOKENS_A_BATCH:
                grouped.append(batch)
                batch = []
            batch.append(example)
        if batch:
            grouped.append(batch)
        rng.shuffle(grouped)
        out += grouped
    return out


def trigger_loss(logits: Tensor, gold: np.ndarray, known: np.ndarray | None) -> Tensor:
    """Cross entropy where a corpus that annotates some types only says of its other words: none of these types."""
    assert known is not None
    target = torch.from_numpy(gold)
    keep = target != IGNORE
    logits, target = logits[keep], target[keep]
    log = functional.log_softmax(logits, dim=-1)
    if known.all():
        return -log.gather(1, target.unsqueeze(1)).sum()
    free = torch.ones(logits.size(1), dtype=torch.bool)
    free[1:] = torch.from_numpy(~np.repeat(known, 2))
    outside = target == 0
    inside = -log[~outside].gather(1, target[~outside].unsqueeze(1)).sum()
    return inside - torch.logsumexp(log[outside][:, free], dim=1).sum()


def divergence(logits: Tensor, taught: np.ndarray) -> Tensor:
    """Cross entropy against the teacher's distribution, summed over all but the last axis."""
    target = torch.from_numpy(taught.astype(np.float32)).softmax(-1)
    return -(target * functional.log_softmax(logits, dim=-1)).sum()


def loss_of(model: Reader, batch: list[Example], rng: random.Random, totals: dict[str, list[float]], softs: list[Soft | None]) -> Tensor:
    device = next(model.parameters()).device
    tokens, mask, first = (t.to(device) for t in collate(batch))
    # 16 bits for the products of the encoder only: twice as fast, and the losses stay as they are.
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=HALF):
        outputs, as_word, as_predicate = model.words(tokens, mask, first)
    as_word, as_predicate = as_word.float(), as_predicate.float()
    outputs = outputs.float().cpu() if device.type != "cpu" else outputs.float()
    parts: dict[str, list[Tensor]] = {}
    counts: dict[str, float] = {}

    def add(name: str, value: Tensor, count: float) -> None:
        if count:
            parts.setdefault(name, []).append(value)
            counts[name] = counts.get(name, 0.0) + count

    rows, preds, offsets, chosen = [], [], [], []
    most = outputs.size(1)
    for i, e in enumerate(batch):
        n = len(e.window.words)
        for name, gold in e.tags.items():
            logits = outputs[i, :n, COLUMNS[name]]
            if name == "trigger":
                add(name, trigger_loss(logits, gold, e.trigger_known), n)
            else:
                add(name, functional.cross_entropy(logits, torch.from_numpy(gold), reduction="sum", ignore_index=IGNORE), n)
        if soft := softs[i]:
            for name in SOFT_HEADS:
                add(f"soft {name}", divergence(outputs[i, :n, COLUMNS[name]], soft.outputs[:, COLUMNS[name]]), n)
            for (a, b), cue, taught in zip(soft.predicates, soft.cue, soft.roles, strict=True):
                rows.append(i)
                preds.append(as_predicate[i, a:b].mean(0))
                offsets.append((torch.arange(most) - a).clamp(-DISTANCE, DISTANCE))
                chosen.append(((cue, taught), n))
                if not cue:
                    mean, own = outputs[i, a:b].mean(0), soft.outputs[a:b].astype(np.float32).mean(0)
                    for name in ("status", "certainty", "mode", "sub_event"):
                        add(f"soft {name}", divergence(mean[COLUMNS[name]], own[COLUMNS[name]]), 1)
        predicates = e.predicates if len(e.predicates) <= MAX_PAIRS else rng.sample(e.predicates, MAX_PAIRS)
        for p in predicates:
            a, b = p.words
            mean = outputs[i, a:b].mean(0)
            for name, label in (("status", p.status), ("certainty", p.certainty), ("mode", p.mode), ("sub_event", p.sub_event)):
                if label != IGNORE:
                    add(name, functional.cross_entropy(mean[COLUMNS[name]].unsqueeze(0), torch.tensor([label])), 1)
            if p.factuality is not None:
                add("factuality", functional.smooth_l1_loss(mean[COLUMNS["factuality"]], torch.tensor([p.factuality])), 1)
            if p.roles is not None or p.srl is not None:
                rows.append(i)
                preds.append(as_predicate[i, a:b].mean(0))
                offsets.append((torch.arange(most) - a).clamp(-DISTANCE, DISTANCE))
                chosen.append((p, n))
    if rows:
        lengths = torch.tensor([n for _, n in chosen], device=device)
        absent = torch.arange(most, device=device)[None, :] >= lengths[:, None]
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=HALF):
            joint = model.pairs(as_word[rows], torch.stack(preds), torch.stack(offsets).to(device), absent)
        joint = joint.float()
        with_soft = [k for k, (p, _) in enumerate(chosen) if isinstance(p, tuple)]
        with_roles = [k for k, (p, _) in enumerate(chosen) if isinstance(p, Predicate) and p.roles is not None]
        with_srl = [k for k, (p, _) in enumerate(chosen) if isinstance(p, Predicate) and p.srl is not None]
        if with_soft:
            scored = model.pair_out(joint[with_soft])[..., : PAIR_HEADS["roles"]].float().cpu()
            for row, k in enumerate(with_soft):
                (cue, taught), n = chosen[k]
                # Of a cue the corpora tell source and content only, of a trigger all roles but content.
                part = [ROLES.index("source"), ROLES.index("content")] if cue else [r for r, name in enumerate(ROLES) if name != "content"]
                add(
                    "soft roles",
                    divergence(scored[row, :n].view(n, len(ROLES), 3)[:, part], taught.reshape(n, len(ROLES), 3)[:, part]),
                    ROLE_CELLS,
                )
        if with_roles:
            scored = model.pair_out(joint[with_roles]).float().cpu()
            for row, k in enumerate(with_roles):
                p, n = chosen[k]
                logits = scored[row, :n, : PAIR_HEADS["roles"]].view(n, len(ROLES), 3)
                gold = torch.from_numpy(p.roles).T
                add(
                    "roles",
                    functional.cross_entropy(logits.reshape(-1, 3), gold.reshape(-1), reduction="sum", ignore_index=IGNORE),
                    ROLE_CELLS,
                )
                if p.figures is not None and (p.figures != IGNORE).any():
                    kinds = scored[row, :n, PAIR_HEADS["roles"] :]
                    add(
                        "figures",
                        functional.cross_entropy(kinds, torch.from_numpy(p.figures), ignore_index=IGNORE, reduction="sum"),
                        float((p.figures != IGNORE).sum()),
                    )
        if with_srl:
            scored = model.srl_out(joint[with_srl]).float().cpu()
            for row, k in enumerate(with_srl):
                p, n = chosen[k]
                logits = scored[row, :n].view(n, len(SRL_ROLES), 3)
                add(
                    "srl",
                    functional.cross_entropy(logits.reshape(-1, 3), torch.from_numpy(p.srl).T.reshape(-1), reduction="sum"),
                    ROLE_CELLS,
                )
    total = torch.zeros(())
    for name, values in parts.items():
        value = torch.stack([v.reshape(()) for v in values]).sum() / counts[name]
        kind = name.removeprefix("soft ")
        weight = WEIGHTS.get(kind, 1.0) * min(1.0, counts[name] / FULL.get(kind, 150.0)) * (SOFT if kind != name else 1.0)
        total = total + weight * value
        seen = totals.setdefault(name, [0.0, 0.0])
        seen[0] += value.item() * counts[name]
        seen[1] += counts[name]
    return total


SOFT_HEADS = ["source", "cue", "content", "entity", "trigger", "deed", "filler"]
SOFT = 1.0  # weight of the teacher's word against that of the corpora
WEIGHTS = {
    "roles": 2.5,
    "srl": 1.5,
    "trigger": 4.0,
    "entity": 1.5,
    "named": 1.0,
    "status": 0.4,
    "certainty": 0.3,
    "mode": 0.4,
    "sub_event": 0.4,
    "factuality": 0.6,
    "figures": 0.4,
    "deed": 2.0,
    "filler": 1.5,
}
# Below this many items a head's loss counts for less, so that one word of a rare kind does not outweigh a batch.
FULL = {"status": 6.0, "certainty": 6.0, "mode": 6.0, "sub_event": 6.0, "figures": 4.0, "factuality": 8.0}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    arguments.add_argument("--run", type=Path, default=Path(__file__).parent / "runs/main")
    arguments.add_argument("--stage", nargs="+", choices=STAGES, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--processes", type=int, default=1, help="processes of one thread each that share every step")
    arguments.add_argument("--max-steps", type=int, help="stop a stage after so many steps (for a trial)")
    arguments.add_argument("--from-shipped", action="store_true", help="go on from the weights in the package")
    options = arguments.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    if options.processes > 1:
        with tempfile.TemporaryDirectory() as folder:
            torch.multiprocessing.spawn(work, (options, f"file://{folder}/meet"), nprocs=options.processes)
    else:
        work(0, options, None)


def work(rank: int, options: argparse.Namespace, meet: str | None) -> None:
    """Train as one of `options.processes` that average their gradients at each step."""
    if meet:
        distributed.init_process_group("gloo", init_method=meet, rank=rank, world_size=options.processes)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    tokenizer = load_tokenizer()
    missing = [s for s in options.stage if not (options.run / named(s, options.seed)).exists()]
    examples = training_examples(options.shared, tokenizer, {c for s in missing for c in STAGES[s].passes}, seed=options.seed)
    if rank == 0:
        print({k: (len(v), sum(len(e.window.words) for e in v)) for k, v in examples.items()}, flush=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Reader()
    for stage in missing:
        kind = Teacher if STAGES[stage].teacher else Reader
        if type(model) is not kind or stage == missing[0]:
            model = kind()
            model.load_base()
            model.to(device)
        family = [s for s in STAGES if STAGES[s].teacher == STAGES[stage].teacher]
        if kind is Reader and options.from_shipped and stage == missing[0]:
            model.grow_from(shipped_state())
            torch.save(model.state_dict(), options.run / "shipped.pt")  # `export.py` may take them into the mean
        earlier = [p for s in family[: family.index(stage)] if (p := options.run / f"{s}.pt").exists()]
        if earlier:
            model.grow_from(torch.load(earlier[-1], map_location=device))
        torch.manual_seed(options.seed + rank)
        run_stage(stage, model, examples, options, rank)
        if rank == 0:
            done = options.run / named(stage, options.seed)
            torch.save(model.state_dict(), done.with_suffix(".partial"))
            done.with_suffix(".partial").replace(done)
        if meet:
            distributed.barrier()


def word_on(example: Example, taught: dict[bytes, Soft]) -> Soft | None:
    """What the teacher says of a window, if it read the same words: "U.S." and "U. S." have the same pieces."""
    soft = taught.get(key_of(example)) if taught else None
    return soft if soft is not None and len(soft.outputs) == len(example.window.words) else None


def named(stage: str, seed: int) -> str:
    """The file of a finished stage; other seeds than the first begin where the first one's earlier stages ended."""
    return f"{stage}.pt" if seed == 1 else f"{stage}-{seed}.pt"


def share_gradients(parameters: list[Tensor], processes: int) -> None:
    """Average the gradients over the processes, in one message."""
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in parameters])
    distributed.all_reduce(flat)
    flat /= processes
    at = 0
    for p in parameters:
        p.grad = flat[at : at + p.numel()].view_as(p)
        at += p.numel()


def run_stage(stage: str, model: Reader, examples: dict[str, list[Example]], options: argparse.Namespace, rank: int) -> None:
    plan_of = STAGES[stage]
    whole = batches(stage, examples, options.seed)
    steps = len(whole) // options.processes
    plan = whole[rank :: options.processes][: min(steps, options.max_steps or steps)]
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(not plan_of.frozen)
    learned = [p for p in model.parameters() if p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": plan_of.rate}, {"params": heads, "lr": plan_of.rate * plan_of.heads}], weight_decay=0.01, fused=True
    )
    warm = max(1, len(plan) // 12)
    floor = plan_of.floor

    def rate(step: int) -> float:
        return min(1.0, step / warm) * max(floor, 1.0 - (1.0 - floor) * step / len(plan))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    checkpoint = options.run / f"{named(stage, options.seed)}.checkpoint"
    start = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location="cpu")
        if state["steps"] == len(plan):
            model.load_state_dict(state["model"])
            optimiser.load_state_dict(state["optimiser"])
            schedule.load_state_dict(state["schedule"])
            start = state["step"]
            print(f"{stage}: going on at step {start}", flush=True)
        else:
            print(f"{stage}: the checkpoint is of other data; starting anew", flush=True)
    taught: dict[bytes, Soft] = {}
    if plan_of.taught:
        for path in sorted((options.run / "soft").glob("*.pt")):
            taught |= torch.load(path, weights_only=False)
    model.train()
    totals: dict[str, list[float]] = {}
    began, words = time.time(), 0
    for step in range(start, len(plan)):
        softs = [word_on(e, taught) for e in plan[step]]
        loss = loss_of(model, plan[step], random.Random(step * options.processes + rank), totals, softs)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if options.processes > 1:
            share_gradients(learned, options.processes)
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimiser.step()
        schedule.step()
        words += sum(len(e.window.words) for e in plan[step]) * options.processes
        if rank:
            continue
        if (step + 1) % 50 == 0:
            speed = words / (time.time() - began)
            line = {
                "stage": stage,
                "step": step + 1,
                "of": len(plan),
                "words_s": round(speed),
                **{k: round(a / b, 4) for k, (a, b) in totals.items()},
            }
            print(json.dumps(line), flush=True)
            totals = {}
        if (step + 1) % 250 == 0:
            partial = checkpoint.with_suffix(".partial")
            torch.save(
                {
                    "model": model.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "schedule": schedule.state_dict(),
                    "step": step + 1,
                    "steps": len(plan),
                },
                partial,
            )
            partial.replace(checkpoint)


if __name__ == "__main__":
    main()
