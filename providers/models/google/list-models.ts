import type { Model } from '@google/genai';
import type { ModelDescription } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import { malformedError } from '../shared/to-model-error';
import { googleCall, type Connect } from './connection';

const maxPages = 5;

export async function listGoogleModels(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<ModelDescription[]> {
	const call = googleCall(settings, 'models');
	const { models, failure } = await connect(call);
	try {
		const pager = await models.list({ config: { pageSize: 1000, queryBase: true, abortSignal: AbortSignal.any([signal]) } });
		const listed = [...pager.page];
		for (let page = 1; page < maxPages && pager.hasNextPage(); page += 1) listed.push(...(await pager.nextPage()));
		if (!listed.every((model) => typeof model?.name === 'string')) throw malformedError(call, 'it has no list of models');
		return listed.map(describe).sort((one, other) => (one.model < other.model ? -1 : 1));
	} catch (error) {
		throw failure(error, call, signal);
	}
}

function describe({
	name = '',
	inputTokenLimit: input,
	outputTokenLimit: output,
	supportedActions: actions = [],
	thinking,
}: Model): ModelDescription {
	const model = name.replace(/^models\//, '');
	const kind = actions.includes('generateContent') ? 'chat' : actions.some((action) => /embed/i.test(action)) ? 'embedding' : 'other';
	return {
		id: `google:${model}`,
		model,
		kind,
		...(input && { contextTokens: input }),
		...(output && kind === 'chat' && { maxOutputTokens: output }),
		// The API only reports thinking; all Gemini chat models support tools, images and schemas.
		...(kind === 'chat' &&
			/^gemini-/.test(model) &&
			!/tts|image|audio|live|robotics|computer-use/.test(model) && {
				features: { tools: true, vision: true, jsonSchema: true, reasoning: thinking ?? false },
			}),
	};
}
