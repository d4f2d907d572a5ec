import { hash } from 'node:crypto';
import { isUsualCallId } from '../../../tools/usual-call-id';
import type { Caller } from './run';

/** Max length for stores and paths. */
const maxLength = 200;

const counted = /^call-/;

/**
 * Names the run of a called agent by its caller and call, uniquely. A call id written by the model can contain text or personal data: such a call is
 * counted.
 */
export function nameMemberRun({
	run,
	callId,
}: {
	run: { id: string; trail: Pick<Caller['run']['trail'], 'entries'> };
	callId: string;
}): string {
	const isOwn = isUsualCallId(callId) && !counted.test(callId);
	const name = `${run.id}/${isOwn ? callId.replaceAll('/', '%2F') : `call-${countCalls(run, callId)}`}`;
	return name.length <= maxLength ? name : `called-${hash('sha256', name).slice(0, 32)}`;
}

/** From 1, in the order of the calls' starts. */
function countCalls({ trail }: Parameters<typeof nameMemberRun>[0]['run'], callId: string): number {
	const began = trail.entries.filter((entry) => entry.kind === 'tool-started');
	return began.findIndex((entry) => entry.callId === callId) + 1;
}
