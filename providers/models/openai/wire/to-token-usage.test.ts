import { toTokenUsage, type Usage } from './to-token-usage';

it.each<[string, Usage, object]>([
	[
		'OpenAI',
		{
			prompt_tokens: 30,
			completion_tokens: 12,
			total_tokens: 42,
			prompt_tokens_details: { cached_tokens: 20 },
			completion_tokens_details: { reasoning_tokens: 7 },
		},
		{ inputTokens: 30, outputTokens: 12, cachedInputTokens: 20, reasoningTokens: 7 },
	],
	[
		'xAI',
		{ prompt_tokens: 1000, completion_tokens: 100, total_tokens: 2600, completion_tokens_details: { reasoning_tokens: 1500 } },
		{ inputTokens: 1000, outputTokens: 1600 },
	],
	["Gemini's gateway", { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 2600 }, { inputTokens: 1000, outputTokens: 1600 }],
	['DeepSeek', { prompt_tokens: 30, completion_tokens: 12, prompt_cache_hit_tokens: 20 }, { inputTokens: 30, cachedInputTokens: 20 }],
	[
		'Moonshot',
		{ prompt_tokens: 2989, completion_tokens: 12, cached_tokens: 2989, prompt_tokens_details: { cached_tokens: 0 } },
		{ inputTokens: 2989, cachedInputTokens: 2989 },
	],
	[
		'OpenRouter',
		{ prompt_tokens: 30, completion_tokens: 12, prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 15 } },
		{ inputTokens: 30, cachedInputTokens: 10, cacheWriteTokens: 15 },
	],
	[
		'LiteLLM',
		{ prompt_tokens: 30, completion_tokens: 12, cache_read_input_tokens: 10, cache_creation_input_tokens: 15 },
		{ inputTokens: 30, cachedInputTokens: 10, cacheWriteTokens: 15 },
	],
	[
		'the responses of OpenAI',
		{ input_tokens: 30, output_tokens: 12, output_tokens_details: { reasoning_tokens: 7 } },
		{ inputTokens: 30, outputTokens: 12, reasoningTokens: 7 },
	],
	['a server that has only the total', { prompt_tokens: 30, total_tokens: 42 }, { inputTokens: 30, outputTokens: 12 }],
])('reads the figures of %s', (_who, usage, tokens) => {
	expect(toTokenUsage(usage, undefined)).toMatchObject({ ...tokens, estimated: false });
});

it('reads none where the input or the output is missing', () => {
	expect(toTokenUsage({ completion_tokens: 3 }, undefined)).toBeUndefined();
	expect(toTokenUsage({ prompt_tokens: 3 }, undefined)).toBeUndefined();
	expect(toTokenUsage(null, undefined)).toBeUndefined();
});

it('reads zeros as no figures (matthewhand/open-swarm#141)', () => {
	expect(toTokenUsage({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }, undefined)).toBeUndefined();
	expect(toTokenUsage({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 7 }, undefined)).toMatchObject({ outputTokens: 7 });
});
