import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOnnx } from './tiny-onnx';

export interface TinyClassifier {
	/** The words that speak for each label, in lower case. */
	labels: Record<string, readonly string[]>;
	severalLabels?: boolean;
	maximumTokens?: number;
}

const unknown = '[UNK]';
/** Log-odds of a text with such a word, and of one without. */
const [present, absent] = [4, -4];

/** Writes a model for text classification as hubs have them for transformers.js: a real ONNX model, which knows a few words and nothing else. */
export function writeTinyClassifier(folder: string, { labels, severalLabels = true, maximumTokens = 64 }: TinyClassifier): void {
	const names = Object.keys(labels);
	const words = ['[PAD]', unknown, ...new Set(Object.values(labels).flat())];
	const table = words.flatMap((word) => names.map((name) => (labels[name]!.includes(word) ? present : absent)));
	mkdirSync(join(folder, 'onnx'), { recursive: true });
	const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
	write('config.json', {
		...{ model_type: 'bert', architectures: ['BertForSequenceClassification'], hidden_size: names.length, vocab_size: words.length },
		...{ max_position_embeddings: maximumTokens, id2label: Object.fromEntries(names.map((name, at) => [at, name])) },
		problem_type: severalLabels ? 'multi_label_classification' : 'single_label_classification',
	});
	write('tokenizer_config.json', {
		tokenizer_class: 'PreTrainedTokenizerFast',
		model_max_length: maximumTokens,
		pad_token: '[PAD]',
		unk_token: unknown,
	});
	write('tokenizer.json', {
		...{ version: '1.0', truncation: null, padding: null, added_tokens: [], post_processor: null, decoder: null },
		...{ normalizer: { type: 'Lowercase' }, pre_tokenizer: { type: 'Whitespace' } },
		model: { type: 'WordLevel', unk_token: unknown, vocab: Object.fromEntries(words.map((word, at) => [word, at])) },
	});
	writeFileSync(join(folder, 'onnx/model.onnx'), writeOnnx({ rows: words.length, columns: names.length, table }));
}
