import * as Type from 'typebox/type';
import { runAgent } from '../../../core/agents/run-agent';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import { isTroupeError } from '../../../core/base/errors';
import { closed, orNull } from '../../../core/base/shape';
import { judgeAgents } from '../../../engine-adapter/workers/listed-agents';
import { whileAdmitted } from '../../../manifests/gate/while-admitted';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { integer, string } from '../../../manifests/registry/api/answer-fields';
import { composeAgent } from '../../../providers/compose/agents/agent';
import type { Host } from '../../../providers/compose/hosts/host';
import { readReplay } from '../../../providers/compose/runs/read-replay';
import { requireReading } from '../../runs/require-reading';
import { ofRun } from '../../runs/run-schemas';
import { checkOffered } from '../evaluations/check-agents';
import { operation, type OperationContext } from '../operation';

type Place = Host & { grant?: Grant; offeredAgents?: ReadonlySet<string> };

interface ReplayedRun {
	runId: string;
	agent: { id: string; version: string; sha256: string };
	isSame: boolean;
	outcome: AgentOutcome['kind'] | null;
	usage: { modelCalls: number; toolCalls: number; inputTokens: number; outputTokens: number } | null;
	difference: string | null;
}

/** The record has only a hash of the conversation's id. */
const conversationId = 'replay';

export const replayRun = operation({
	summary: 'Replay a run: whether its agent, as it is now, takes the same steps; no model is asked, and no tool is called',
	tag: 'runs',
	method: 'POST',
	path: 'runs/:runId/replay',
	scope: 'evaluation:run',
	input: { ...ofRun, body: closed({}) },
	maxAtOnce: 2,
	inBackground: 'repeatable',
	output: Type.Object({
		runId: string,
		isSame: Type.Boolean(),
		outcome: orNull(string),
		agent: Type.Object({ id: string, version: string, sha256: string }, { description: 'What replayed it' }),
		usage: orNull(Type.Object({ modelCalls: integer, toolCalls: integer, inputTokens: integer, outputTokens: integer })),
		difference: orNull(Type.String({ description: 'Where it left the steps that were recorded' })),
	}),
	refusals: { 409: 'It has not completed, another agent called it, or its texts are not stored whole' },
	check: async ({ runId }: { runId: string }, host: Place) => void (await findReplay(runId, host)),
	/** @throws TroupeError RESOURCE_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT, AGENT_*, MANIFEST_* */
	async perform({ runId }, { host, signal, report }: OperationContext<Place>): Promise<ReplayedRun> {
		const { agent, trail } = await findReplay(runId, host);
		return whileAdmitted(host.gate, signal, async ({ gate, signal: stop }) => {
			const admitted = { ...host, gate: judgeAgents(gate, host), name: 'rest' as const };
			const request = { message: '', conversationId, trail };
			const parts = await composeAgent({ kind: 'id', id: agent }, admitted, { ...request, mode: 'replay' });
			let done = 0;
			const onEvent = () => report?.({ done: (done += 1), unit: 'event' });
			const { id, version } = parts.definition;
			const told = { runId, agent: { id, version, sha256: parts.definitionSha256 } };
			try {
				const { kind, usage } = await runAgent(request, { ...parts, mode: 'replay', onEvent }, stop);
				const { modelCalls, toolCalls, inputTokens, outputTokens } = usage;
				const figures = { modelCalls, toolCalls, inputTokens, outputTokens };
				return { ...told, isSame: kind === recordedEnd(trail), outcome: kind, usage: figures, difference: null };
			} catch (error) {
				if (!isTroupeError(error) || error.code !== 'REPLAY_DIVERGED') throw error;
				return { ...told, isSame: false, outcome: null, usage: null, difference: error.message };
			}
		});
	},
});

/** @throws TroupeError RESOURCE_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT, AGENT_NOT_FOUND */
async function findReplay(runId: string, host: Place) {
	await requireReading(runId, host);
	const found = await readReplay(runId, host);
	checkOffered(found.agent, host);
	return found;
}

const recordedEnd = (trail: unknown[]) => (trail as TrailEntry[]).findLast((entry) => entry.kind === 'ended')?.ending.kind;
