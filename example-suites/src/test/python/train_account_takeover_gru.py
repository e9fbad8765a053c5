"""Trains the GRU of the account-takeover example and writes its weights.

usage: python3 train_account_takeover_gru.py FOLDER_WITH_CSV_FILES FOLDER_FOR_THE_MODEL

The CSV files are those that AccountFiles writes; account-takeover/SOURCE.md says how. Writes
account_gru.json (weights as RecurrentJson reads them, 6 digits), account_gru.encoding.json and
test_scores.csv (PyTorch's float64 scores of the test accounts, with the weights that were written).

Needs Python 3 and PyTorch; made with PyTorch 1.13.0 (Debian 12, python3-torch). All seeds are fixed
and one thread is used; another version of PyTorch may give other weights.
"""

import csv
import json
import random
import sys

import torch

HIDDEN = 16
EPOCHS = 30
BATCH = 64
LEVELS = {
    "event": ["login", "enrolment", "transaction"],
    "type": ["none", "card", "own account", "transfer"],
    "location": ["home", "elsewhere", "abroad"],
}
# Roughly mean and standard deviation in the training data; the encoding file holds the same.
SCALES = {"amount": (100, 400), "gap": (24, 30), "age": (54, 15)}
COLUMNS = ["event", "type", "amount", "device", "location", "gap", "age"]


def encoding():
    """The model's inputs, in order, as the encoding file lists them."""
    inputs = []
    for column in COLUMNS:
        if column in LEVELS:
            inputs += [f"{column}={level}" for level in LEVELS[column]]
        elif column in SCALES:
            mean, scale = SCALES[column]
            inputs.append({"name": column, "feature": column, "mean": mean, "scale": scale})
        else:
            inputs.append(column)
    return inputs


def encode(row):
    """One event as the model's inputs."""
    values = []
    for column in COLUMNS:
        if column in LEVELS:
            values += [float(row[column] == level) for level in LEVELS[column]]
        elif column in SCALES:
            mean, scale = SCALES[column]
            values.append((float(row[column]) - mean) / scale)
        else:
            values.append(float(row[column] == "new"))
    return values


def read(folder, name):
    """Sequences and labels of the accounts, in the order of the table of accounts."""
    events = {}
    with open(f"{folder}/{name}_events.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            events.setdefault(row["account"], []).append((int(row["minute"]), encode(row)))
    ids, sequences, labels = [], [], []
    with open(f"{folder}/{name}_accounts.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ids.append(row["account"])
            sequences.append([values for _, values in sorted(events[row["account"]])])
            labels.append(float(row["fraud"] == "yes"))
    return ids, sequences, labels


class Model(torch.nn.Module):
    """One GRU layer and one sigmoid output on its last state."""

    def __init__(self, inputs):
        super().__init__()
        self.gru = torch.nn.GRU(inputs, HIDDEN, batch_first=True)
        self.out = torch.nn.Linear(HIDDEN, 1)

    def forward(self, sequences):
        """The logits of sequences of several lengths."""
        tensors = [torch.tensor(s, dtype=self.out.weight.dtype) for s in sequences]
        packed = torch.nn.utils.rnn.pack_sequence(tensors, enforce_sorted=False)
        _, last = self.gru(packed)
        return self.out(last[-1]).squeeze(-1)


def auc(scores, labels):
    """Area under the ROC curve, ties count one half."""
    positive = [s for s, y in zip(scores, labels) if y]
    negative = [s for s, y in zip(scores, labels) if not y]
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def train(sequences, labels):
    """Fits a model. Each epoch sees an account from a random event on, so that short histories are
    scored as well as long ones."""
    model = Model(len(sequences[0][0]))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=1e-4)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.3)
    loss = torch.nn.BCEWithLogitsLoss()
    order = list(range(len(sequences)))
    for epoch in range(EPOCHS):
        random.shuffle(order)
        total = 0.0
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            cut = [sequences[i][random.randrange(max(1, len(sequences[i]) - 6)) :] for i in rows]
            optimizer.zero_grad()
            value = loss(model(cut), torch.tensor([labels[i] for i in rows]))
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += float(value.detach()) * len(rows)
        scheduler.step()
        print(f"epoch {epoch + 1}: mean loss {total / len(order):.4f}")
    return model


def rounded(tensor):
    """Nested lists of numbers of 6 significant digits."""
    if tensor.dim() == 0:
        return float(f"{float(tensor):.6g}")
    return [rounded(part) for part in tensor]


def exported(model):
    """The weights as RecurrentJson reads them."""
    gru = model.gru
    return {
        "type": "GRU",
        "input_size": gru.input_size,
        "hidden_size": HIDDEN,
        "layers": 1,
        "features": [i if isinstance(i, str) else i["name"] for i in encoding()],
        "gru": [
            {
                "w_ih": rounded(gru.weight_ih_l0.detach()),
                "w_hh": rounded(gru.weight_hh_l0.detach()),
                "b_ih": rounded(gru.bias_ih_l0.detach()),
                "b_hh": rounded(gru.bias_hh_l0.detach()),
            }
        ],
        "out_w": rounded(model.out.weight.detach()),
        "out_b": rounded(model.out.bias.detach()),
    }


def imported(weights):
    """The model with the weights that were written, in float64."""
    model = Model(weights["input_size"]).double()
    layer = weights["gru"][0]
    state = {f"gru.weight_{k}_l0": layer[f"w_{k}"] for k in ("ih", "hh")}
    state |= {f"gru.bias_{k}_l0": layer[f"b_{k}"] for k in ("ih", "hh")}
    state |= {"out.weight": weights["out_w"], "out.bias": weights["out_b"]}
    model.load_state_dict({k: torch.tensor(v, dtype=torch.float64) for k, v in state.items()})
    return model


def main(data, target):
    """Trains, exports and scores."""
    random.seed(1)
    torch.manual_seed(1)
    torch.set_num_threads(1)
    _, sequences, labels = read(data, "training")
    weights = exported(train(sequences, labels))
    with open(f"{target}/account_gru.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(weights, file, separators=(",", ":"))
        file.write("\n")
    with open(f"{target}/account_gru.encoding.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump({"inputs": encoding()}, file, indent=2)
        file.write("\n")
    model = imported(weights)
    ids, sequences, labels = read(data, "test")
    with torch.no_grad():
        scores = torch.sigmoid(model(sequences)).tolist()
    with open(f"{target}/test_scores.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("account,score\n")
        file.writelines(f"{i},{s!r}\n" for i, s in zip(ids, scores))
    print(f"AUC of {len(ids)} test accounts: {auc(scores, labels)!r}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
