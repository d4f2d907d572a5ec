import type { ToolCall } from '../../../ports';
import type { PreparedTool } from '../../../tools/prepare-tools';
import type { Run } from '../run/run';
import type { PlannedWork } from './plan-call';

/** Returns what the model reads if a tool was called as often as its definition allows. What a person must still decide counts too. */
export function refuseQuota(
	{ trail }: Run,
	call: ToolCall,
	{ name, tool: { limits } }: PreparedTool,
	before: PlannedWork[],
): string | undefined {
	const { calls: max } = limits ?? {};
	if (max === undefined || trail.has('tool-started', call.id)) return undefined;
	const begun = trail.entries.filter((entry) => entry.kind === 'tool-started' && entry.tool === name && entry.callId !== call.id).length;
	const coming = before.filter((plan) => readName(plan) === name && !isBegun(trail, plan)).length;
	if (begun + coming < max) return undefined;
	return `The tool ${name} was called ${max === 1 ? 'once' : `${max} times`}, which is its max in a run: this call was not made. Go on without it.`;
}

const isBegun = (trail: Run['trail'], plan: PlannedWork): boolean => trail.has('tool-started', readId(plan));

function readName(plan: PlannedWork): string | undefined {
	if (plan.kind === 'call') return plan.ready.tool.name;
	if (plan.kind === 'agent') return plan.member.tool.name;
	return plan.kind === 'pending' && plan.shown.kind === 'approval' ? plan.shown.tool : undefined;
}

function readId(plan: PlannedWork): string {
	if (plan.kind === 'call') return plan.ready.callId;
	return plan.kind === 'agent' ? plan.callId : '';
}
