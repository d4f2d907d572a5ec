import type { PriceTable, TableModel } from './price-table';

/** Servers with OpenAI's protocol whose prices are in the table, by host. */
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

/** Vendors of models that a workflow connects: each name belongs to one. */
const makers = ['openai', 'anthropic', 'google', 'mistral', 'deepseek', 'xai'];

/** `2025-04-14`, `20250929`, `001`, `latest` at the end of a name. */
const snapshot = /[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{3}|latest)$/;

/**
 * By name, without a gateway's prefix, or without the snapshot's date. A fine-tuned model has the price of its base model's fine-tunes, or none.
 * @param id `provider:model`; for `n8n:model`, the name tells the vendor @param baseUrl of another server than the provider's
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

/** With a price, by name, without fine-tunes and dated snapshots. None for a model that a workflow connects. */
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
