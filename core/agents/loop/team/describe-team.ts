import type { TeamCall } from '../../agent-outcome';
import { UsageSum } from '../run/run-usage';
import type { TrailEntry } from '../trail/trail-entry';

export function describeTeam(trail: TrailEntry[], by: string, above: string[] = []): TeamCall[] {
	return trail.flatMap((entry) => {
		if (entry.kind !== 'tool-started' || entry.agent === undefined) return [];
		const { callId, agent } = entry;
		const path = [...above, callId];
		const own = trail.flatMap((each) => (each.kind === 'called' && each.callId === callId ? [each.entry] : []));
		const finished = trail.find((each) => each.kind === 'tool-finished' && each.callId === callId) as
			| TrailEntry<'tool-finished'>
			| undefined;
		const version = own.find((each) => each.kind === 'prepared')?.agent.version ?? '';
		return [
			{
				...{ call: path.join('/'), by, agent: { id: agent, version }, depth: path.length, usage: sumUsage(own) },
				...(finished && { outcome: finished.outcome, durationMs: finished.durationMs }),
				...(finished?.errorCode !== undefined && { errorCode: finished.errorCode }),
				guardrails: own.flatMap((each) => ('violations' in each ? (each.violations ?? []) : [])),
			},
			...describeTeam(own, agent, path),
		];
	});
}

function sumUsage(own: TrailEntry[]): TeamCall['usage'] {
	const usage = new UsageSum();
	for (const entry of own) {
		if ((entry.kind === 'model' && entry.asked !== '') || entry.kind === 'summary') usage.add(entry);
		if (entry.kind === 'tool-started') usage.toolCalls += 1;
	}
	const { inputTokens, outputTokens, costUsd, modelCalls, toolCalls } = usage.summary(0);
	return { inputTokens, outputTokens, costUsd, modelCalls, toolCalls };
}
