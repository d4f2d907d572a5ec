import { judgeLimits } from '../../../tools/judge-limits';
import type { ReadyCall } from '../../../tools/read-call';
import type { Run } from '../run/run';
import { reserveCall } from '../team/team-calls';
import { findAsked } from '../waiting/read-stored-trail';
import { askWithoutSilence } from './demand-person';

/**
 * Applies the limits of the allowing rule. A call that a person was asked about is not judged again: others were made meanwhile. @returns `refuse` if
 * the rule refuses what exceeds them
 */
export async function limitCall(run: Run, read: ReadyCall): Promise<ReadyCall | 'refuse'> {
	const listEarlier = reserveCall(run, read);
	const { within, callId } = read;
	if (within === undefined || run.trail.has('tool-started', callId)) return read;
	const asked = findAsked(run, callId)?.record;
	const limit = asked ? asked.kind === 'approval' && asked.limit : judgeLimits(within, read, await listEarlier());
	if (!limit) return read;
	return within.limits?.beyond === 'deny' ? 'refuse' : { ...askWithoutSilence(read, 'limit'), limit };
}
