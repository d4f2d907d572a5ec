import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions } from '../shared/model-call';
import { connector, ollamaCall, toOllamaError } from './connection';
import { readModelDetails } from './model-details';

/** Facts that a model's vectors depend on. @throws TroupeError MODEL_* or CANCELLED */
export async function readOllamaStamp(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions,
	signal: AbortSignal,
): Promise<{ revision?: string; maximumTokens?: number }> {
	const connect = connector(settings, options);
	const call = ollamaCall(settings, model);
	try {
		const { models } = await (await connect(call, signal)).list();
		// A name without a tag means `latest`.
		const names = new Set([model, `${model}:latest`]);
		const digest = models?.find(({ name }) => names.has(name))?.digest;
		const { contextTokens } = await readModelDetails(model, call, connect, signal);
		return { ...(digest && { revision: digest }), ...(contextTokens !== undefined && { maximumTokens: contextTokens }) };
	} catch (error) {
		throw toOllamaError(error, call, signal);
	}
}
