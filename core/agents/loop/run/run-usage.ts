import { extractiveModel } from '../../../ports/models/extractive-model';
import type { ChatResponse, ModelAttempt } from '../../../ports/models/models';
import type { RunUsage } from '../../agent-outcome';

export class UsageSum {
	inputTokens = 0;
	outputTokens = 0;
	toolCalls = 0;
	agentCalls = 0;
	/** Model calls, without answers that needed no model. */
	counted = 0;
	/** Known costs; `unpriced` counts the calls without a price. */
	costUsd = 0;
	readonly attempts: ModelAttempt[] = [];
	#priced = 0;
	#unpriced = 0;
	#estimated = false;
	lastModel: string | null = null;
	/** Why no model gave the last answer; absent if one did. */
	degraded: ChatResponse['instead'];
	#priceTable: string | null = null;

	get tokens(): number {
		return this.inputTokens + this.outputTokens;
	}

	/** Returns the cost at the price of the calls so far; 0 if unknown. */
	estimateCost(tokens: number): number {
		return this.tokens > 0 ? (this.costUsd / this.tokens) * tokens : 0;
	}

	/** Adds an answer with all its attempts, including failed ones. @param isOwn the run's own agent got it, not a called one */
	add({ response, attempts }: { response?: ChatResponse; attempts: ModelAttempt[] }, isOwn = true): void {
		this.attempts.push(...attempts);
		this.counted += attempts.filter(({ model }) => model !== extractiveModel).length;
		for (const { ok, usage, costUsd } of attempts) if (!ok && usage) this.#charge({ usage, costUsd });
		if (!response) {
			// The usage of a call without a result is unknown.
			if (!attempts.some(({ usage }) => usage)) this.#unpriced += 1;
			return;
		}
		this.#charge(response);
		if (isOwn) [this.lastModel, this.degraded] = [response.model, response.instead];
		this.#priceTable = response.priceTable ?? this.#priceTable;
	}

	addQuotation({ model, instead }: ChatResponse, isOwn: boolean): void {
		this.attempts.push({ model, ok: true, durationMs: 0 });
		if (isOwn) [this.lastModel, this.degraded] = [model, instead];
	}

	#charge({ usage, costUsd }: Pick<ChatResponse, 'usage' | 'costUsd'>): void {
		this.inputTokens += usage.inputTokens;
		this.outputTokens += usage.outputTokens;
		this.#estimated ||= usage.estimated;
		if (costUsd === undefined) this.#unpriced += 1;
		else this.#priced += 1;
		this.costUsd += costUsd ?? 0;
	}

	/** The cost is null, not zero, without a known price. Rounded to remove errors of addition. */
	summary(durationMs: number): RunUsage {
		const { inputTokens, outputTokens, lastModel: model, toolCalls, attempts } = this;
		const unknown = this.#priced === 0 && this.#unpriced > 0;
		return {
			inputTokens,
			outputTokens,
			estimated: this.#estimated,
			costUsd: unknown ? null : Number(this.costUsd.toPrecision(12)),
			...(!unknown && this.#unpriced > 0 && { costIsPartial: true as const }),
			model,
			durationMs,
			priceTable: this.#priceTable,
			modelCalls: this.counted,
			toolCalls,
			attempts,
		};
	}
}
