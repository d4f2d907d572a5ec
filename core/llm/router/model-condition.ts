import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../base/shape';
import { detectLanguage } from '../../base/text/language';
import { type Language, languages } from '../../base/text/languages';
import type { ChatRequest } from '../../ports/models/models';
import { estimateMessages } from '../../tokens/estimate-tokens';

export const modelCondition = closed(
	{
		inputTokensAbove: Type.Optional(Type.Integer({ description: 'Estimated input tokens.', minimum: 0 })),
		inputTokensBelow: Type.Optional(Type.Integer({ minimum: 1 })),
		hasTools: Type.Optional(Type.Boolean()),
		hasImages: Type.Optional(Type.Boolean()),
		wantsJson: Type.Optional(Type.Boolean()),
		language: Type.Optional(Type.Enum([...languages], { description: 'Language of the last message of the user.' })),
	},
	{ description: 'The model is called only if all of these hold; without conditions, always.', minProperties: 1 },
);
export type ModelCondition = Static<typeof modelCondition>;

/** Computes slow values once, when needed. */
export function createConditionCheck(request: ChatRequest): (condition: ModelCondition) => boolean {
	let tokens: number | undefined;
	let language: Language | undefined;
	const inputTokens = () => (tokens ??= estimateMessages(request.messages));
	const detected = () => (language ??= detectLanguage(request.messages.findLast(({ role }) => role === 'user')?.content ?? ''));
	return (condition) =>
		(condition.hasTools === undefined || condition.hasTools === hasTools(request)) &&
		(condition.hasImages === undefined || condition.hasImages === hasImages(request)) &&
		(condition.wantsJson === undefined || condition.wantsJson === wantsJson(request)) &&
		(condition.inputTokensAbove === undefined || inputTokens() > condition.inputTokensAbove) &&
		(condition.inputTokensBelow === undefined || inputTokens() < condition.inputTokensBelow) &&
		(condition.language === undefined || condition.language === detected());
}

export function hasTools({ tools = [] }: ChatRequest): boolean {
	return tools.length > 0;
}

export function hasImages({ messages }: ChatRequest): boolean {
	return messages.some((message) => message.role === 'user' && (message.images?.length ?? 0) > 0);
}

export function wantsJson({ responseSchema }: ChatRequest): boolean {
	return responseSchema !== undefined;
}
