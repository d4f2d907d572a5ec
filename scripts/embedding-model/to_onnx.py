"""
Writes a BERT of sentence-transformers (safetensors) as ONNX, by onnx, numpy and safetensors alone.
usage: to_onnx.py FOLDER OUT.onnx            the encoder: last_hidden_state
       to_onnx.py --pair-lengths OUT.onnx    for tests of rerankers: the score of a pair is how many tokens its second text has
"""

import json
import math
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

OPSET = 17
INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], {}

    def constant(self, name, value):
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(numpy.ascontiguousarray(value), name)
        return name

    def integers(self, name, values):
        return self.constant(name, numpy.array(values, numpy.int64))

    def number(self, name, value):
        return self.constant(name, numpy.array(value, numpy.float32))

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def save(self, path, output, shape):
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in INPUTS]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)]
        graph = helper.make_graph(self.nodes, "troupe", inputs, outputs, list(self.constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        onnx.checker.check_model(model)
        onnx.save(model, path)


class Encoder(Graph):
    def __init__(self, config, weights):
        super().__init__()
        self.weights = weights
        self.layers = config["num_hidden_layers"]
        self.heads = config["num_attention_heads"]
        self.width = config["hidden_size"]
        self.epsilon = config["layer_norm_eps"]

    def weight(self, name, transposed=False):
        value = self.weights[name].astype(numpy.float32)
        return self.constant(name, value.T if transposed else value)

    def linear(self, x, name, output):
        product = self.add("MatMul", [x, self.weight(f"{name}.weight", True)], f"{output}.product")
        return self.add("Add", [product, self.weight(f"{name}.bias")], output)

    def norm(self, x, name, output):
        inputs = [x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("LayerNormalization", inputs, output, axis=-1, epsilon=self.epsilon)

    def embeddings(self):
        words = self.add("Gather", [self.weight("embeddings.word_embeddings.weight"), "input_ids"], "words")
        types = self.add("Gather", [self.weight("embeddings.token_type_embeddings.weight"), "token_type_ids"], "types")
        shape = self.add("Shape", ["input_ids"], "shape")
        length = self.add("Gather", [shape, self.integers("second", [1])], "length")
        table = self.weight("embeddings.position_embeddings.weight")
        places = self.add("Slice", [table, self.integers("start", [0]), length, self.integers("rows", [0])], "places")
        total = self.add("Add", [self.add("Add", [words, types], "words.types"), places], "embedded")
        return self.norm(total, "embeddings.LayerNorm", "hidden.0")

    def mask(self):
        """0 where a token stands, the least number where there is padding; for each head and row."""
        mask = self.add("Cast", ["attention_mask"], "mask.number", to=TensorProto.FLOAT)
        mask = self.add("Unsqueeze", [mask, self.integers("inner", [1, 2])], "mask.wide")
        padding = self.add("Sub", [self.number("one", 1.0), mask], "padding")
        return self.add("Mul", [padding, self.number("least", -3.4028235e38)], "masked")

    def attention(self, x, name, number, masked):
        split = self.integers("split", [0, 0, self.heads, self.width // self.heads])

        def part(role, order):
            wide = self.linear(x, f"{name}.attention.self.{role}", f"{role}.{number}")
            return self.add("Transpose", [self.add("Reshape", [wide, split], f"{role}.split.{number}")], f"{role}.heads.{number}", perm=order)

        query, key, value = part("query", [0, 2, 1, 3]), part("key", [0, 2, 3, 1]), part("value", [0, 2, 1, 3])
        scores = self.add("MatMul", [query, key], f"scores.{number}")
        scaled = self.add("Mul", [scores, self.number("scale", 1 / math.sqrt(self.width // self.heads))], f"scaled.{number}")
        shares = self.add("Softmax", [self.add("Add", [scaled, masked], f"seen.{number}")], f"shares.{number}", axis=-1)
        mixed = self.add("Transpose", [self.add("MatMul", [shares, value], f"mixed.{number}")], f"mixed.rows.{number}", perm=[0, 2, 1, 3])
        joined = self.add("Reshape", [mixed, self.integers("join", [0, 0, self.width])], f"joined.{number}")
        return self.linear(joined, f"{name}.attention.output.dense", f"attended.{number}")

    def gelu(self, x, number):
        error = self.add("Erf", [self.add("Div", [x, self.number("root.two", math.sqrt(2))], f"gelu.in.{number}")], f"gelu.erf.{number}")
        grown = self.add("Mul", [x, self.add("Add", [error, self.number("one", 1.0)], f"gelu.more.{number}")], f"gelu.grown.{number}")
        return self.add("Mul", [grown, self.number("half", 0.5)], f"gelu.{number}")

    def build(self):
        x, masked = self.embeddings(), self.mask()
        for number in range(self.layers):
            name = f"encoder.layer.{number}"
            attended = self.attention(x, name, number, masked)
            x = self.norm(self.add("Add", [attended, x], f"first.{number}"), f"{name}.attention.output.LayerNorm", f"between.{number}")
            inner = self.gelu(self.linear(x, f"{name}.intermediate.dense", f"inner.{number}"), number)
            outer = self.add("Add", [self.linear(inner, f"{name}.output.dense", f"outer.{number}"), x], f"second.{number}")
            last = number == self.layers - 1
            x = self.norm(outer, f"{name}.output.LayerNorm", "last_hidden_state" if last else f"hidden.{number + 1}")
        return self


def write_encoder(folder, out):
    with open(f"{folder}/config.json", encoding="utf-8") as file:
        config = json.load(file)
    if config["hidden_act"] != "gelu" or config.get("position_embedding_type", "absolute") != "absolute":
        sys.exit(f"{folder} is no BERT with gelu and absolute places")
    encoder = Encoder(config, load_file(f"{folder}/model.safetensors")).build()
    encoder.save(out, "last_hidden_state", ["batch", "tokens", config["hidden_size"]])


def write_pair_lengths(out):
    graph = Graph()
    second = graph.add("Mul", ["token_type_ids", "attention_mask"], "second.text")
    count = graph.add("ReduceSum", [second, graph.integers("row", [1])], "count", keepdims=1)
    number = graph.add("Cast", [count], "count.number", to=TensorProto.FLOAT)
    graph.add("Mul", [number, graph.number("tenth", 0.1)], "logits")
    graph.save(out, "logits", ["batch", 1])


if __name__ == "__main__":
    source, target = sys.argv[1:3]
    write_pair_lengths(target) if source == "--pair-lengths" else write_encoder(source, target)
