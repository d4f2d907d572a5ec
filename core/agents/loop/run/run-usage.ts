import type { ChatResponse, ModelAttempt } from '../../../ports';
import type { RunUsage } from '../../agent-outcome';

/** Asks nobody, and costs nothing. */
const UNCOUNTED = 'troupe:extractive';

/** What a run has used, over all its calls. */
export class UsageSum {
	inputTokens = 0;
	outputTokens = 0;
	toolCalls = 0;
	/** Tries at models that count against the limit. */
	counted = 0;
	/** Known costs; what has no price is in `unpriced`. */
	costUsd = 0;
	readonly attempts: ModelAttempt[] = [];
	private priced = 0;
	private unpriced = 0;
	private estimated = false;
	/** `provider:model`. */
	lastModel: string | null = null;
	/** Why no model gave the last answer; absent where one did. */
	degraded: ChatResponse['instead'];
	private priceTable: string | null = null;

	get tokens(): number {
		return this.inputTokens + this.outputTokens;
	}

	/** What so many tokens would cost at the price of the calls so far; 0 where none is known. */
	costOf(tokens: number): number {
		return this.tokens > 0 ? (this.costUsd / this.tokens) * tokens : 0;
	}

	/** An answer, and the tries that it took: what a failed one used counts too. */
	add({ response, attempts }: { response?: ChatResponse; attempts: ModelAttempt[] }): void {
		this.attempts.push(...attempts);
		this.counted += attempts.filter(({ model }) => model !== UNCOUNTED).length;
		for (const { ok, usage, costUsd } of attempts) if (!ok && usage) this.#charge({ usage, costUsd });
		if (!response) {
			// Nobody knows what a call used that gave nothing back.
			if (!attempts.some(({ usage }) => usage)) this.unpriced += 1;
			return;
		}
		this.#charge(response);
		this.lastModel = response.model;
		this.degraded = response.instead;
		this.priceTable = response.priceTable ?? this.priceTable;
	}

	#charge({ usage, costUsd }: Pick<ChatResponse, 'usage' | 'costUsd'>): void {
		this.inputTokens += usage.inputTokens;
		this.outputTokens += usage.outputTokens;
		this.estimated ||= usage.estimated;
		if (costUsd === undefined) this.unpriced += 1;
		else this.priced += 1;
		this.costUsd += costUsd ?? 0;
	}

	/** The cost is null, not zero, when nobody knows any price; without the last digits, which adding made up. */
	summary(durationMs: number): RunUsage {
		const { inputTokens, outputTokens, estimated, lastModel: model, priceTable, toolCalls, attempts } = this;
		const unknown = this.priced === 0 && this.unpriced > 0;
		return {
			inputTokens,
			outputTokens,
			estimated,
			costUsd: unknown ? null : Number(this.costUsd.toPrecision(12)),
			...(!unknown && this.unpriced > 0 && { costIsPartial: true as const }),
			model,
			durationMs,
			priceTable,
			modelCalls: attempts.length,
			toolCalls,
			attempts,
		};
	}
}
