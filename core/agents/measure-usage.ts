import type { RunUsage } from './agent-outcome';
import type { Asked } from './ask-model';

type MeasuredUsage = Omit<RunUsage, 'durationMs'>;

/** Of a run that ended before any model was asked. */
export const noUsage: MeasuredUsage = { inputTokens: 0, outputTokens: 0, estimated: false, costUsd: 0, model: null, attempts: [] };

/** The cost is null, not zero, when nobody knows the price. */
export function measureUsage({ response, attempts }: Asked): MeasuredUsage {
	if (!response) return { ...noUsage, costUsd: null, attempts };
	const { inputTokens, outputTokens, estimated } = response.usage;
	return { inputTokens, outputTokens, estimated, costUsd: response.costUsd ?? null, model: response.model, attempts };
}
