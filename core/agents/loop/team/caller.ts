import type { Run, Caller } from '../run/run';

/** Returns the runs that led to this one, its caller first. */
export function listCallers({ caller }: Pick<Run, 'caller'>): Run[] {
	return caller ? [caller.run, ...listCallers(caller.run)] : [];
}

/** Returns whether what the run says reaches the customer. */
export function speaksToCustomer({ caller }: Pick<Run, 'caller'>): boolean {
	return !caller || (caller.handsOver && speaksToCustomer(caller.run));
}

/** Returns the ids of the calls that led to a run, with `/` between them. */
export function nameCall({ run, callId }: Pick<Caller, 'run' | 'callId'>): string {
	return run.caller ? `${nameCall(run.caller)}/${callId}` : callId;
}
