import type { RunUsage } from '../../../core/agents/agent-outcome';
import { systemClock } from '../../../core/ports/host';
import type { RecordedState } from '../../../core/ports/runs/run-records';
import type { UsageTotal } from '../../../core/ports/usage';
import type { RecordedRun } from '../../state/runs/list-runs';
import type { Host } from '../hosts/host';
import { composeUsageStore } from '../models/usage';

const withoutEnd: readonly RecordedState[] = ['running', 'interrupted', 'cancelled'];

/** Returns usage from steps, else the record, else the ledger. Calls in progress and lost calls count with their reservation, as an estimate. */
export async function readRunUsage(stored: RecordedRun, told: RunUsage | undefined, host: Host): Promise<RunUsage> {
	const usage = told ?? toUsage(stored);
	if (!withoutEnd.includes(stored.state)) return usage;
	const ledger = await composeUsageStore(host, false);
	const totals = await ledger.totals({ by: ['model'], tenant: stored.tenant, run: stored.runId }, (host.clock ?? systemClock).now());
	if (totals.length === 0) return usage;
	const sum = (count: (total: UsageTotal) => number) => totals.reduce((all, total) => all + count(total), 0);
	const [modelCalls, unpriced] = [sum(({ calls }) => calls), sum((total) => total.unpriced)];
	return {
		...usage,
		inputTokens: sum(({ inputTokens }) => inputTokens),
		outputTokens: sum(({ outputTokens }) => outputTokens),
		costUsd: unpriced === modelCalls ? null : sum(({ costUsd }) => costUsd),
		...(unpriced > 0 && unpriced < modelCalls && { costIsPartial: true }),
		model: usage.model ?? totals[0]!.group.model ?? null,
		modelCalls,
		estimated: sum(({ estimated, open, lost }) => estimated + open + lost) > 0,
		durationMs: Math.max(usage.durationMs, (stored.endedAt ?? stored.lastUsed) - stored.startedAt),
	};
}

function toUsage({ inputTokens, outputTokens, costUsd, model, durationMs, modelCalls, toolCalls }: RecordedRun): RunUsage {
	return {
		...{ inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0, costUsd: costUsd ?? null, model: model ?? null },
		...{ durationMs: durationMs ?? 0, modelCalls: modelCalls ?? 0, toolCalls: toolCalls ?? 0 },
		...{ estimated: false, priceTable: null, attempts: [] },
	};
}
