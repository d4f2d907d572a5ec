import type { PriceTable, TableModel } from './price-table';

/** The vendor of a model by the host of the base URL: servers with OpenAI's protocol whose prices are in the table. */
const vendorsOfHosts: Record<string, string> = {
	'api.openai.com': 'openai',
	'api.anthropic.com': 'anthropic',
	'generativelanguage.googleapis.com': 'google',
	'api.groq.com': 'groq',
	'api.mistral.ai': 'mistral',
	'api.deepseek.com': 'deepseek',
	'api.x.ai': 'xai',
	'api.together.xyz': 'together',
	'api.together.ai': 'together',
	'api.fireworks.ai': 'fireworks',
	'api.cohere.com': 'cohere',
	'api.cohere.ai': 'cohere',
};

/** Prefixes that gateways add to a model's name. */
const vendorsOfPaths: Record<string, string> = {
	openai: 'openai',
	anthropic: 'anthropic',
	google: 'google',
	gemini: 'google',
	models: 'google',
	groq: 'groq',
	mistral: 'mistral',
	mistralai: 'mistral',
	deepseek: 'deepseek',
	xai: 'xai',
	'x-ai': 'xai',
	together_ai: 'together',
	fireworks_ai: 'fireworks',
};

/** The vendors of models that a workflow connects: each model name belongs to one vendor. */
const makers = ['openai', 'anthropic', 'google', 'mistral', 'deepseek', 'xai'];

/** `2025-04-14`, `20250929`, `001`, `latest` at the end of a name. */
const snapshot = /[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{3}|latest)$/;

/**
 * Finds a model's entry by its name, by its vendor's name without a gateway's prefix, or without the date of its snapshot. A fine-tuned model has the
 * price of its base model's fine-tunes, or no price.
 * @param id `provider:model`; for `n8n:model` of a workflow, the vendor is found by the model's name
 * @param baseUrl base URL of the server, if it is not the provider's own
 */
export function findModel({ models }: PriceTable, id: string, baseUrl?: string): TableModel | undefined {
	const colon = id.indexOf(':');
	const provider = id.slice(0, colon);
	const name = id.slice(colon + 1);
	if (provider === 'ollama') return undefined;
	const vendors = provider === 'n8n' ? makers : [findVendor(baseUrl) ?? provider];
	for (const key of vendors.flatMap((vendor) => spellings(name, vendor))) {
		const model = Object.hasOwn(models, key) ? models[key] : undefined;
		if (model) return model;
	}
	return undefined;
}

/** Lists the chat models of a provider with a price, by their names, without fine-tunes and dated snapshots. None for a model that a workflow connects. */
export function listRivals({ models }: PriceTable, id: string): Array<[name: string, model: TableModel]> {
	const vendor = id.slice(0, id.indexOf(':'));
	return Object.entries(models).flatMap(([key, model]): Array<[string, TableModel]> => {
		const name = key.slice(vendor.length + 1);
		const isRival = key.startsWith(`${vendor}/`) && model.kind === undefined && model.price !== undefined;
		return isRival && !name.startsWith('ft:') && !snapshot.test(name) ? [[`${vendor}:${name}`, model]] : [];
	});
}

function findVendor(baseUrl: string | undefined): string | undefined {
	const host = baseUrl === undefined ? undefined : URL.parse(baseUrl)?.hostname;
	return host && Object.hasOwn(vendorsOfHosts, host) ? vendorsOfHosts[host] : undefined;
}

function spellings(name: string, vendor: string): string[] {
	const fineTuned = /^ft:([^:]+)/.exec(name);
	if (fineTuned) return [`${vendor}/ft:${fineTuned[1]}`];
	const undated = name.replace(snapshot, '');
	const keys = [`${vendor}/${name}`, `${vendor}/${undated}`];
	const slash = name.indexOf('/');
	const path = name.slice(0, slash);
	if (slash > 0 && Object.hasOwn(vendorsOfPaths, path)) keys.push(...spellings(name.slice(slash + 1), vendorsOfPaths[path]!));
	// Gateways write `claude-sonnet-4.5`.
	if (vendor === 'anthropic' && name.includes('.')) keys.push(...spellings(name.replaceAll('.', '-'), vendor));
	return keys;
}
