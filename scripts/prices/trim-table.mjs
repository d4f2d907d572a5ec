/** Selects from LiteLLM's table the chat and embedding models of these vendors, by Troupe's names, and Cohere's rerankers. */
const vendors = {
	openai: 'openai',
	anthropic: 'anthropic',
	gemini: 'google',
	groq: 'groq',
	mistral: 'mistral',
	deepseek: 'deepseek',
	xai: 'xai',
	together_ai: 'together',
	fireworks_ai: 'fireworks',
	cohere: 'cohere',
};
const kinds = { chat: 'chat', responses: 'chat', embedding: 'embedding' };
const selectKinds = (vendor) => (vendor === 'cohere' ? { rerank: 'rerank' } : kinds);
const features = {
	supports_function_calling: 'tools',
	supports_vision: 'vision',
	supports_response_schema: 'jsonSchema',
	supports_reasoning: 'reasoning',
};
const rates = {
	input_cost_per_token: 'input',
	output_cost_per_token: 'output',
	cache_read_input_token_cost: 'cacheRead',
	input_cost_per_token_cache_hit: 'cacheRead',
	cache_creation_input_token_cost: 'cacheWrite',
};
const tiers = { batches: 'batch', flex: 'flex', priority: 'priority' };
const rateKey = new RegExp(`^(${Object.keys(rates).join('|')})(?:_above_(\\d+)k_tokens)?(?:_(${Object.keys(tiers).join('|')}))?$`);

export function trimTable(table) {
	const models = {};
	for (const [key, entry] of Object.entries(table)) {
		const vendor = vendors[entry.litellm_provider];
		const kind = selectKinds(vendor)[entry.mode];
		const name = key.replace(`${entry.litellm_provider}/`, '');
		// The table repeats models under a shorter name, and has classes of models by size.
		const double = vendor === 'fireworks' && !name.startsWith('accounts/');
		const model = vendor && kind && !double && !/^together-ai-/.test(name) ? trimModel(entry, kind) : {};
		if (Object.keys(model).length > 0) models[`${vendor}/${name}`] ??= model;
	}
	return Object.fromEntries(Object.entries(models).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function trimModel(entry, kind) {
	const supported = Object.keys(features).filter((key) => entry[key] === true);
	return {
		...(kind !== 'chat' && { kind }),
		...(Number.isInteger(entry.max_input_tokens) && { context: entry.max_input_tokens }),
		...(Number.isInteger(entry.max_output_tokens) && { output: entry.max_output_tokens }),
		...(supported.length > 0 && { features: supported.map((key) => features[key]) }),
		...pricesOf(entry),
	};
}

/** `{ price, batch, flex, priority }`, each in US dollars per million tokens, with `above` for longer inputs; without an input price none. */
function pricesOf(entry) {
	const prices = {};
	for (const [key, value] of Object.entries(entry)) {
		const match = rateKey.exec(key);
		if (!match || typeof value !== 'number') continue;
		const [, rate, thousands, tier] = match;
		const price = (prices[tier ? tiers[tier] : 'price'] ??= {});
		const place = thousands ? ((price.above ??= {})[`${thousands}000`] ??= {}) : price;
		place[rates[rate]] = Number((value * 1e6).toPrecision(9));
	}
	if (prices.price?.input === undefined) return {};
	if (entry.input_cost_per_query) prices.price.search = entry.input_cost_per_query;
	prices.price.output ??= 0;
	return prices;
}
