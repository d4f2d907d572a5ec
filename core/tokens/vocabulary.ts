/** Factors for a count by o200k, OpenAI's current vocabulary. 1 for a model that has it. */
export interface Vocabulary {
	likely: number;
	/** Upper bound for Latin letters, code and digits. */
	max: number;
	/** Upper bound for other scripts. */
	maxOther: number;
}

const own: Vocabulary = { likely: 1, max: 1, maxOther: 1 };

/**
 * For all other models. Measured on prose in seven languages, code, JSON, digits and emoji (docs/decisions/models/0053): Claude's published vocabulary
 * has 0.9 to 1.2 times the tokens of o200k for Latin letters, up to 3.8 times for others; docs of newer Claude models state up to a third more.
 */
const foreign: Vocabulary = { likely: 1.3, max: 2.2, maxOther: 4.5 };

const currentOpenai = /^(?:ft:)?(?:gpt-4o|gpt-4\.|gpt-[5-9]|gpt-oss|o\d|chatgpt-|codex-)/;

/** @param model with or without the provider */
export function findVocabulary(model: string): Vocabulary {
	return currentOpenai.test(stripProvider(model)) ? own : foreign;
}

/** Also removes a path such as `openai/` of multi-vendor servers. */
function stripProvider(model: string): string {
	const name = model.replace(/^(?!ft:)[\w-]+:/, '');
	return name.slice(name.lastIndexOf('/') + 1);
}
