import { checkBounds, type CheckedEndpoint } from '../../../core/llm/check/model-check';
import { computeMaxCost } from '../../../core/llm/prices/cost';
import { describeModel, findPrice } from '../../../core/llm/prices/describe-model';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { openProvider } from '../../models/open-provider';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import type { Host } from '../hosts/host';
import { composeMeter } from './usage';

export interface CheckPlan {
	provider: ProviderName;
	model: string;
	settings: ProviderSettings;
	images?: boolean;
	maxCost: number;
	timeout: number;
}

/** Longer texts are not sent: slow, and could be billed. */
const maxTooLongTokens = 300_000;
const charactersPerToken = 5;

/** Remedies for a server that silently ignores a field. */
const remedies: CheckedEndpoint['remedies'] = {
	'system-role': ['no-system-role'],
	tools: ['tools-as-text'],
	'streamed-tools': ['tools-as-text'],
	structured: ['schemas-as-text'],
	length: ['max-completion-tokens', 'max-tokens'],
};

export async function planCheck(
	{ provider, model, settings, images = false, maxCost, timeout }: CheckPlan,
	host: Host,
): Promise<{ endpoint: CheckedEndpoint; cost: { usd?: number; text: string } }> {
	const meter = await composeMeter(host);
	const learned = new Set<string>();
	const id = `${provider}:${model}`;
	const price = await findPrice(id, settings.baseUrl);
	const usageOf = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens, estimated: true });
	const { calls, inputTokensPerCall, windowTokens, outputTokensPerCall } = checkBounds;
	const usage = usageOf(calls * inputTokensPerCall + windowTokens, calls * outputTokensPerCall);
	const usd = price && computeMaxCost(usage, price);
	const { contextTokens } = await describeModel(id, settings.baseUrl);
	const longTokens = contextTokens === undefined ? Infinity : Math.ceil(contextTokens * 1.2);
	const longUsd = price && longTokens < maxTooLongTokens ? computeMaxCost(usageOf(longTokens, 0), price) : undefined;
	const asksTooLong = longTokens <= maxTooLongTokens && (usd ?? 0) + (longUsd ?? 0) <= maxCost;
	const all = usd === undefined ? undefined : usd + (asksTooLong ? (longUsd ?? 0) : 0);
	return {
		endpoint: {
			open: async ({ model: other = model, apiKey = settings.apiKey, needs = [] } = {}) => {
				const known = { ...settings, apiKey, needs: [...(settings.needs ?? []), ...learned, ...needs] };
				const opened = await openProvider(provider, known, {
					fetch: host.fetch,
					onNeeds: (all) => all.forEach((need) => learned.add(need)),
				});
				return meter.chat(opened.chat(other), { baseUrl: settings.baseUrl });
			},
			remedies: provider === 'openai' ? remedies : {},
			learned: () => [...new Set([...(settings.needs ?? []), ...learned])],
			hasKeys: settings.apiKey !== '',
			// Optional in the others: Troupe generates them.
			hasCallIds: provider === 'openai' || provider === 'anthropic',
			images,
			tooLongCharacters: asksTooLong ? longTokens * charactersPerToken : 0,
			timeoutMs: timeout,
		},
		cost: {
			...(all !== undefined && { usd: all }),
			text: `at most ${calls} calls with ${usage.inputTokens} + ${usage.outputTokens} tokens${asksTooLong ? `, and one text of ${longTokens} tokens that the model should refuse` : ''}: ${all === undefined ? 'the cost is unknown, as no price is known' : `at most $${all.toFixed(4)}`}`,
		},
	};
}
