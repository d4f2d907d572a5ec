import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { judge as modelName } from '../../../core/evaluation/cases/assertion-shapes';
import { renderPrompt } from '../../../core/agents/prompts/render-prompt';
import { integer, open, string, texts } from '../../../manifests/registry/api/answer-fields';
import { operation } from '../operation';
import { content, maxBodyBytes, values } from './prompt-fields';

const rendered = closed({
	content,
	...optional({ values, model: { ...modelName, description: 'Counts tokens as it does, as `provider:model`. Default: an estimate' } }),
});

export const renderPromptText = operation({
	summary: 'Fill in the inputs of a prompt, as a model gets it; inputs without a value stay in the text',
	tag: 'prompts',
	method: 'POST',
	path: 'prompts/render',
	scope: 'registry:read',
	input: { body: rendered },
	maxBodyBytes,
	maxAtOnce: 8,
	output: Type.Object({
		text: string,
		missing: texts,
		characters: integer,
		tokens: integer,
		isEstimate: Type.Boolean({ description: 'The tokens are not those of a model whose vocabulary is known' }),
		...optional({ messages: Type.Array(open(), { description: 'Those of a Dotprompt, by role' }) }),
	}),
	refusals: { 422: 'The text has more than 50,000 characters with its values, or a value does not fit the head of a Dotprompt' },
	/** @throws TroupeError AGENT_INVALID */
	perform: ({ content: text, values: given = {}, model }: Static<typeof rendered>) => renderPrompt(text, given, model),
});
