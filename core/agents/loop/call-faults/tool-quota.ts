import type { ToolCall } from '../../../ports/models/models';
import type { ToolLimits } from '../../../ports/tools/tool-shapes';
import type { PreparedTool } from '../../../tools/prepare-tools';
import { toldCalls } from '../../../prompt-texts/calls';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import { UsageSum } from '../run/run-usage';
import { unwrapEntry } from '../trail/unwrap-entry';
import type { PlannedWork } from '../tools/planned-work';

/** Returns the refusal if a tool reached the calls or cost of its definition. Pending calls count, too. */
export function refuseQuota(
	run: Run,
	call: ToolCall,
	{ name, tool: { limits = {} } }: PreparedTool,
	before: PlannedWork[],
): string | undefined {
	const { trail } = run;
	if ((limits.calls ?? limits.costUsd) === undefined || trail.has('tool-started', call.id)) return undefined;
	const begun = trail.entries.flatMap((entry) =>
		entry.kind === 'tool-started' && entry.tool === name && entry.callId !== call.id ? [entry.callId] : [],
	);
	const coming = before.filter((plan) => readName(plan) === name && !isBegun(trail, plan)).length;
	const limit = findUsedUp(limits, begun.length + coming, () => sumCost(run, begun));
	return limit && toldCalls[findPromptLanguage(run)].usedUp(name, limit, limits[limit]!);
}

/** @param cost of the called agent's models */
function findUsedUp({ calls, costUsd, priceUsd }: ToolLimits, count: number, cost: () => number): 'calls' | 'costUsd' | undefined {
	if (calls !== undefined && count >= calls) return 'calls';
	if (costUsd === undefined) return undefined;
	const isUsedUp = priceUsd === undefined ? cost() >= costUsd : (count + 1) * priceUsd > costUsd + tinyUsd;
	return isUsedUp ? 'costUsd' : undefined;
}

/** Sums of decimal fractions are not exact. */
const tinyUsd = 1e-9;

function sumCost({ trail }: Run, calls: string[]): number {
	const usage = new UsageSum();
	for (const entry of trail.entries) {
		if (entry.kind !== 'called' || !calls.includes(entry.callId)) continue;
		const own = unwrapEntry(entry);
		if (own.kind === 'model' || own.kind === 'summary') usage.add(own);
	}
	return usage.costUsd;
}

export const isBegun = (trail: Run['trail'], plan: PlannedWork): boolean => trail.has('tool-started', readId(plan));

function readName(plan: PlannedWork): string | undefined {
	if (plan.kind === 'call') return plan.ready.tool.name;
	if (plan.kind === 'agent') return plan.member.tool.name;
	if (plan.kind === 'outside') return plan.record.tool;
	return plan.kind === 'pending' && plan.shown.kind === 'approval' ? plan.shown.tool : undefined;
}

function readId(plan: PlannedWork): string {
	if (plan.kind === 'call') return plan.ready.callId;
	return plan.kind === 'agent' || plan.kind === 'outside' ? plan.callId : '';
}
