import type { RunStep } from '../../core/agents/loop/trail/list-steps';
import { formatDuration } from '../terminal/format-text';

type WorkStep = Extract<RunStep, { kind: 'input' | 'model' | 'tool' }>;

/** Names the step that took longest, where there are several. A call counts by the steps of the agent that it called; waits for people do not count. */
export function describeSlowest(steps: readonly RunStep[], totalMs: number): string | undefined {
	const agents = new Set(steps.map(({ team }) => team?.call));
	const isWork = (step: RunStep): step is WorkStep =>
		step.kind === 'input' || step.kind === 'model' || (step.kind === 'tool' && !agents.has(pathOf(step)));
	const work = steps.filter(isWork);
	if (work.length < 2) return undefined;
	const slowest = work.reduce((most, step) => (step.durationMs > most.durationMs ? step : most));
	const name = slowest.kind === 'input' ? 'input' : slowest.kind === 'model' ? (slowest.model ?? 'model') : slowest.tool;
	const whose = slowest.team ? `${slowest.team.agent}: ` : '';
	return `${whose}${name}, ${formatDuration(slowest.durationMs)} of ${formatDuration(totalMs)}`;
}

const pathOf = ({ team, callId }: Extract<RunStep, { kind: 'tool' }>) => [team?.call, callId].filter(Boolean).join('/');
