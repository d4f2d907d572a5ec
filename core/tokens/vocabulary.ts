export interface Vocabulary {
	encoding: 'o200k_base' | 'cl100k_base';
	/** Factors for the encoding's count: typical measured value, and upper bound. 1 and 1 for the model's own encoding. */
	likely: number;
	max: number;
}

const newer: Vocabulary = { encoding: 'o200k_base', likely: 1, max: 1 };
const older: Vocabulary = { encoding: 'cl100k_base', likely: 1, max: 1 };

/**
 * For models without a published vocabulary. Measured on prose in seven languages, code, JSON, digits and emoji (docs/decisions/models/0053):
 * Claude's published vocabulary has 0.8 to 1.27 times the tokens of cl100k, DeepSeek's 0.5 to 1.1; docs of newer Claude models state up to 1.35 times
 * more.
 */
const foreign: Vocabulary = { encoding: 'cl100k_base', likely: 1.2, max: 2 };

const newerOpenai = /^(?:ft:)?(?:gpt-4o|gpt-4\.|gpt-[5-9]|gpt-oss|o\d|chatgpt-|codex-)/;
const olderOpenai = /^(?:ft:)?(?:gpt-4(?:-|$)|gpt-3\.5|text-embedding-)/;

/** @param model with or without the provider */
export function findVocabulary(model: string): Vocabulary {
	const name = stripProvider(model);
	if (newerOpenai.test(name)) return newer;
	return olderOpenai.test(name) ? older : foreign;
}

/** Also removes a path such as `openai/` of multi-vendor servers. */
function stripProvider(model: string): string {
	const name = model.replace(/^(?!ft:)[\w-]+:/, '');
	return name.slice(name.lastIndexOf('/') + 1);
}
