import { mapTexts } from '../../../base/text/map-texts';
import { readSummary } from '../../../conversations/hand-over/read-summary';
import type { AgentOutcome } from '../../agent-outcome';
import { listHandedOver } from '../answer-faults/list-handed-over';
import { restoreForAsker } from '../run/restore-for-asker';
import type { Run } from '../run/run';

/** Adds the hand-over's reason and facts, also after a wait. Only the caller reads it: it names people. */
export async function withHandOver(run: Run, outcome: AgentOutcome): Promise<AgentOutcome> {
	const call = listHandedOver(run).at(-1);
	if (call === undefined || run.caller) return outcome;
	const { reason, ...fields } = (await mapTexts(JSON.parse(call), (text) => restoreForAsker(run, text))) as Record<string, unknown>;
	const read = readSummary(fields);
	return typeof reason === 'string' && read.kind === 'ok' ? { ...outcome, handOver: { reason, summary: read.summary } } : outcome;
}
