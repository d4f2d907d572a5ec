import type { ChatRequest } from '../../../core/ports/models/models';

type Fields = Record<string, unknown>;

/** Names of the token limit in LangChain's models. */
const limits = ['maxTokens', 'maxOutputTokens', 'numPredict'];

/**
 * A connected model with the request's limit and temperature, where it keeps them as fields: its own node's lower limit and its own temperature
 * hold. The model itself stays as it is, for others are connected to it too.
 */
export function withSettings<Model extends object>(model: Model, { maxOutputTokens, temperature }: ChatRequest): Model {
	const own: Fields = {};
	const fields = model as Fields;
	for (const name of limits) if (name in model && maxOutputTokens) own[name] = lower(fields[name], maxOutputTokens);
	if ('temperature' in model && fields.temperature === undefined && temperature !== undefined) own.temperature = temperature;
	// A model that goes by several protocols has one of its own kind for each; a binding has the model that it binds.
	for (const [name, part] of Object.entries(fields))
		if (isModel(part)) own[name] = withSettings(part, { messages: [], maxOutputTokens, temperature });
	if (Object.keys(own).length === 0) return model;
	const properties = Object.entries(own).map(([name, value]) => [name, { value, writable: true, configurable: true, enumerable: true }]);
	return Object.create(model, Object.fromEntries(properties) as PropertyDescriptorMap) as Model;
}

const lower = (own: unknown, wanted: number) => (typeof own === 'number' && own > 0 ? Math.min(own, wanted) : wanted);

function isModel(value: unknown): value is object {
	const { lc_namespace: namespace } = (value ?? {}) as { lc_namespace?: unknown };
	return typeof value === 'object' && Array.isArray(namespace) && namespace.includes('chat_models');
}
