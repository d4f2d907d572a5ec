import type { ContentModerator, ModerationResult } from '../../../core/ports/models/moderation';
import type { ProviderSettings } from '../shared/provider-settings';
import { boundedText } from '../../http/bounded-body';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { malformedError, refusedError, toModelError } from '../shared/to-model-error';
import { connector, openAiCall, type Connect } from './connection';
import { openAiErrors, readErrorObject } from './wire/to-model-error';

export function createOpenAiModerator(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ContentModerator {
	const call = openAiCall(settings, model);
	return {
		id: call.id,
		async moderate(text, signal) {
			try {
				const response = await connect(call)('/moderations', signal, { model, input: text });
				return readResult(JSON.parse(await boundedText(response)), call);
			} catch (error) {
				throw toModelError(error, call, openAiErrors, signal);
			}
		},
	};
}

function readResult(body: unknown, call: ModelCall): ModerationResult {
	const { results, error } = (body ?? {}) as { results?: unknown; error?: unknown };
	if (error) throw refusedError(readErrorObject(error), call, openAiErrors);
	const [result] = (Array.isArray(results) ? results : []) as Array<{ categories?: unknown; category_scores?: unknown } | null>;
	if (!isObject(result?.category_scores)) throw malformedError(call, 'it has no scores of categories');
	const scores = Object.entries(result.category_scores).filter((entry): entry is [string, number] => isScore(entry[1]));
	if (scores.length === 0) throw malformedError(call, 'its scores are not numbers from 0 to 1');
	const flagged = isObject(result.categories) ? Object.entries(result.categories).filter(([, value]) => value === true) : [];
	return { scores: Object.fromEntries(scores), flagged: flagged.map(([category]) => category) };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isScore = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
