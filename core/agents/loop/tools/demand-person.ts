import type { ReadyCall } from '../../../tools/read-call';
import { listCallers } from '../team/caller';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';
import { askPerson } from './open-toolbox';

/** Lets a person decide where a text of others could have ordered the call, or where the rules of the host demand it. */
export function demandPerson(run: Run, read: ReadyCall): ReadyCall {
	const { irreversible, results } = run.parts.approvals ?? {};
	const { effect } = read.tool;
	const mayBeOrdered = effect !== 'reads' && !isMember(run, read) && hasReadOthers(run);
	if (mayBeOrdered && (results === 'ask' || !read.afterResults)) return askWithoutSilence(read);
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
const isMember = ({ parts: { members } }: Run, { tool }: ReadyCall): boolean => members?.some((one) => one.tool === tool.tool) === true;

/** Returns whether the model, or one that called it, read a passage, or what a tool or another agent returned. */
const hasReadOthers = (run: Run): boolean => [run, ...listCallers(run)].some(({ trail }) => trail.entries.some(isOfOthers));

/** The answer of a person is not such a text. */
function isOfOthers(entry: TrailEntry): boolean {
	if (entry.kind === 'prepared') return entry.passages.length > 0;
	return entry.kind === 'tool-finished' && (entry.outcome === 'ok' || entry.outcome === 'error') && entry.tool !== askPerson.name;
}
