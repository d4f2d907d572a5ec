import type { Run, Caller } from '../run/run';

export function listCallers({ caller }: Pick<Run, 'caller'>): Run[] {
	return caller ? [caller.run, ...listCallers(caller.run)] : [];
}

export function speaksToCustomer({ caller }: Pick<Run, 'caller'>): boolean {
	return !caller || (caller.handsOver && speaksToCustomer(caller.run));
}

export function nameCall({ run, callId }: Pick<Caller, 'run' | 'callId'>): string {
	return run.caller ? `${nameCall(run.caller)}/${callId}` : callId;
}
