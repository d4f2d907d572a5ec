import { hash } from 'node:crypto';
import { isUsualCallId } from '../../../tools/usual-call-id';
import type { Caller } from './run';

/** Stores and paths take this much. */
const maxLength = 200;

/** Names the run of a called agent after its caller and the call. The id of a call that the model wrote itself can be a text or personal data. */
export function nameMemberRun({ run, callId }: { run: Pick<Caller['run'], 'id'>; callId: string }): string {
	// Few digits: a number of a person is not found by trying all.
	const name = `${run.id}/${isUsualCallId(callId) ? callId : `call-${hash('sha256', `${run.id}/${callId}`).slice(0, 8)}`}`;
	return name.length <= maxLength ? name : `called-${hash('sha256', name).slice(0, 32)}`;
}
