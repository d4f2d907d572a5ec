import { nameAgentVersion } from '../../../core/ports/runs/name-agent-version';
import { toIso } from '../../../core/base/iso-time';
import { findSuspendedRun } from '../../../providers/compose/state/find-suspended';
import { readPendingOf } from '../../../providers/compose/state/read-pending';
import type { RecordedRun } from '../../../providers/state/runs/list-runs';
import type { ReadingHost, TextReader } from './read-texts';

export async function describeDecisions(runs: readonly RecordedRun[], host: ReadingHost, texts: TextReader) {
	const found = runs.filter(({ state }) => state === 'waiting').map((run) => describeRun(run, host, texts));
	return (await Promise.all(found)).filter((one) => one !== undefined);
}

async function describeRun({ runId }: RecordedRun, host: ReadingHost, texts: TextReader) {
	const suspended = await findSuspendedRun(runId, host);
	if (suspended === undefined) return undefined;
	const { agent, decideBy, expiresAt } = suspended.state;
	const pending = (await readPendingOf(suspended.state, host)).map(async (one) => ({
		...{ id: one.id, kind: one.kind },
		...(one.kind === 'approval' ? { tool: one.tool } : { question: await texts.read(one.question) }),
	}));
	return {
		runId,
		agent: nameAgentVersion(agent.id, agent.version),
		decideBy: toIso(decideBy ?? expiresAt),
		pending: await Promise.all(pending),
	};
}
