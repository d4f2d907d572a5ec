"""Presidio's pattern recognisers, all of its default registry for English, over the messages on standard input (JSON, one list).

Answers each line that follows with the seconds of processor time that one pass over all messages took. No model: spaCy's blank pipeline cuts the words,
and the list of public suffixes is the one that tldextract brings along.
"""

import json
import logging
import sys
import time

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

logging.disable(logging.CRITICAL)
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())


class BlankEngine(SpacyNlpEngine):
    def __init__(self):
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        self.nlp = {"en": spacy.blank("en")}

    def load(self):
        pass

    def is_loaded(self):
        return True


registry = RecognizerRegistry()
registry.load_predefined_recognizers(languages=["en"])
registry.recognizers = [recognizer for recognizer in registry.recognizers if isinstance(recognizer, PatternRecognizer)]
analyzer = AnalyzerEngine(registry=registry, nlp_engine=BlankEngine(), supported_languages=["en"])

messages = json.loads(sys.stdin.readline())
for _ in sys.stdin:
    start = time.process_time()
    found = sum(len(analyzer.analyze(message, language="en")) for message in messages)
    print(json.dumps({"seconds": time.process_time() - start, "found": found, "recognizers": len(registry.recognizers)}), flush=True)
