/** Sandboxed process of an agent: definition, guardrails, limits and permissions. Models and tools are asked outside. */
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { Decision } from '../../../core/agents/agent-request';
import { runAgent } from '../../../core/agents/run-agent';
import { composeEvaluationAgent } from '../../../providers/compose/evaluation/evaluation-agent';
import type { AgentPortTask } from '../ports/port-calls';
import { beginDiscovery } from './begin-discovery';
import { callHost } from './call-host';
import { openInsideHost } from './inside-host';
import { printResult } from './print-result';
import { withinRun } from './recorded-host';
import { openRemoteScope } from './remote-scope';

const maxApprovals = 20;

void printResult(async () => {
	const task = (await callHost('task', null)) as AgentPortTask;
	const scope = openRemoteScope(task);
	return withinRun(task, scope, async () => {
		const { parts } = await composeEvaluationAgent(task.agent, openInsideHost(task));
		try {
			beginDiscovery();
			return { agent: await converse(task, parts, scope.over) };
		} finally {
			scope.over.throwIfAborted();
		}
	});
});

async function converse(
	{ request, approves }: AgentPortTask,
	parts: AgentParts,
	signal: AbortSignal,
): Promise<Omit<AgentOutcome, 'state'>> {
	let outcome = await runAgent({ ...request, runId: 'agent' }, parts, signal);
	for (let rounds = 0; 'state' in outcome && approves && rounds < maxApprovals; rounds++) {
		const approvals = outcome.pending.filter((one) => one.kind === 'approval');
		if (approvals.length < outcome.pending.length) break;
		const decisions = approvals.map(({ id, viewSha256 }): Decision => ({ id, kind: 'approval', approved: true, viewSha256 }));
		const { state } = outcome;
		outcome = await runAgent(
			{ message: '', conversationId: state.conversationId, resume: { state, decisions, by: 'sandbox' } },
			parts,
			signal,
		);
	}
	// It cannot be resumed: its signing key ends with this process.
	const { state: _state, ...rest } = { state: undefined, ...outcome };
	return rest;
}
