import type { ReadyCall } from '../../../tools/read-call';
import { listCallers } from '../team/caller';
import type { Run } from '../run/run';
import { askPerson } from './open-toolbox';

/** Lets a person decide where the rules of the host demand it, whatever the rules of the agent allow. */
export function demandPerson(run: Run, read: ReadyCall): ReadyCall {
	const { irreversible, results } = run.parts.approvals ?? {};
	const { effect } = read.tool;
	if (results === 'ask' && effect !== 'reads' && !isMember(run, read) && hasReadResult(run)) return askWithoutSilence(read);
	return irreversible === 'ask' && effect === 'irreversible' ? { ...read, permission: 'ask' } : read;
}

/** Returns the call with the permission `ask`; silence does not approve it. */
export function askWithoutSilence(read: ReadyCall): ReadyCall {
	const { whenTimedOut } = read.approval;
	return {
		...read,
		permission: 'ask',
		approval: { ...read.approval, ...(whenTimedOut === 'approve' && { whenTimedOut: 'decline' as const }) },
	};
}

/** What a called agent does is judged in its own run. */
export const isMember = ({ parts: { members } }: Run, { tool }: ReadyCall): boolean =>
	members?.some((one) => one.tool === tool.tool) === true;

/** Returns whether the model, or one that called it, read what a tool or another agent returned. The answer of a person is not such a text. */
const hasReadResult = (run: Run): boolean =>
	[run, ...listCallers(run)].some(({ trail }) =>
		trail.entries.some(
			(entry) => entry.kind === 'tool-finished' && (entry.outcome === 'ok' || entry.outcome === 'error') && entry.tool !== askPerson.name,
		),
	);
