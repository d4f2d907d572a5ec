import { createHash } from 'node:crypto';
import { countTokens, type RawReply } from '../fake-server';
import { openAiError } from './openai-faults';
import { emptyArray, missing, wrongType } from './openai-refusals';

export interface ModerationsBody {
	model?: string;
	input: string | string[];
}

const moderationCategories = [
	'harassment',
	'harassment/threatening',
	'hate',
	'hate/threatening',
	'illicit',
	'illicit/violent',
	'self-harm',
	'self-harm/intent',
	'self-harm/instructions',
	'sexual',
	'sexual/minors',
	'violence',
	'violence/graphic',
] as const;

type ModerationCategory = (typeof moderationCategories)[number];

/** Missing scores are next to nothing. */
export type Moderate = (text: string) => Partial<Record<ModerationCategory, number>>;

const knownFields = ['model', 'input'];
const max = { texts: 32, tokens: 32_768 };
const unlikely = 0.000_01;
const flaggedFrom = 0.5;

export function checkOpenAiModerations(body: unknown): RawReply | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		return openAiError(400, 'We could not parse the JSON body of your request.');
	const request = body as Record<string, unknown>;
	const unknown = Object.keys(request).find((field) => !knownFields.includes(field));
	if (unknown !== undefined) return openAiError(400, `Unrecognized request argument supplied: ${unknown}`);
	const { input } = request;
	if (input === undefined) return missing('input');
	const texts: unknown[] = Array.isArray(input) ? input : [input];
	if (texts.length === 0) return emptyArray('input');
	if (texts.length > max.texts) return openAiError(400, `Number of moderation inputs exceeds the limit of ${max.texts}.`);
	if (texts.some((text) => typeof text !== 'string')) return wrongType('input', 'a string or an array of strings', input);
	if (texts.includes('')) return openAiError(400, 'Input cannot be empty.', { code: 'invalid_value', param: 'input' });
	if ((texts as string[]).some((text) => countTokens(text) > max.tokens)) return openAiError(400, 'The input is too long.');
	return undefined;
}

export function moderateAsOpenAi({ model = 'omni-moderation-latest', input }: ModerationsBody, moderate: Moderate): object {
	const texts = typeof input === 'string' ? [input] : input;
	return {
		id: `modr-${createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 24)}`,
		model,
		results: texts.map((text) => {
			const own = moderate(text);
			const scores = moderationCategories.map((category) => [category, own[category] ?? unlikely] as const);
			const categories = scores.map(([category, score]) => [category, score >= flaggedFrom] as const);
			return {
				flagged: categories.some(([, isFlagged]) => isFlagged),
				categories: Object.fromEntries(categories),
				category_scores: Object.fromEntries(scores),
				category_applied_input_types: Object.fromEntries(moderationCategories.map((category) => [category, ['text']])),
			};
		}),
	};
}
