import { isTroupeError } from '../../../core/base/errors';
import type { ModelDescription } from '../../../core/ports/models/models';
import type { ProviderSettings } from '../shared/provider-settings';
import { malformedError } from '../shared/to-model-error';
import { ollamaCall, toOllamaError, type Connect } from './connection';
import { readModelDetails } from './model-details';
import type { ModelDetails } from './wire/to-details';

const atOnce = 4;
const maxDetailed = 500;

/** @throws TroupeError MODEL_* or CANCELLED */
export async function listOllamaModels(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<ModelDescription[]> {
	const names = (await readNames(settings, connect, signal)).sort();
	const described: ModelDescription[] = [];
	for (let from = 0; from < names.length; from += atOnce) {
		const some = names.slice(from, from + atOnce);
		described.push(...(await Promise.all(some.map((name) => describe(name, from < maxDetailed, settings, connect, signal)))));
	}
	return described;
}

async function readNames(settings: ProviderSettings, connect: Connect, signal: AbortSignal): Promise<string[]> {
	const call = ollamaCall(settings, 'models');
	try {
		const { models } = (await (await connect(call, signal)).list()) as { models?: unknown };
		if (!Array.isArray(models)) throw malformedError(call, 'it has no list of models');
		return models.map((each) => (each as { name?: unknown } | null)?.name).filter((name) => typeof name === 'string');
	} catch (error) {
		throw toOllamaError(error, call, signal);
	}
}

async function describe(
	name: string,
	detailed: boolean,
	settings: ProviderSettings,
	connect: Connect,
	signal: AbortSignal,
): Promise<ModelDescription> {
	if (!detailed) return plain(name);
	try {
		return withDetails(plain(name), await readModelDetails(name, ollamaCall(settings, name), connect, signal));
	} catch (error) {
		// A removed or damaged model does not hide the others.
		if (isTroupeError(error) && ['MODEL_NOT_FOUND', 'MODEL_BAD_REQUEST', 'MODEL_OVERLOADED'].includes(error.code)) return plain(name);
		throw error;
	}
}

function plain(name: string): ModelDescription {
	return { id: `ollama:${name}`, model: name, kind: /embed/.test(name) ? 'embedding' : 'chat' };
}

function withDetails(model: ModelDescription, { capabilities, contextTokens }: ModelDetails): ModelDescription {
	const can = (capability: string) => capabilities.includes(capability);
	const context = contextTokens === undefined ? {} : { contextTokens };
	if (capabilities.length === 0) return { ...model, ...context };
	if (!can('completion')) return { ...model, ...context, kind: can('embedding') ? 'embedding' : 'other' };
	const features = { tools: can('tools'), vision: can('vision'), jsonSchema: true, reasoning: can('thinking') };
	return { ...model, ...context, kind: 'chat', features };
}
