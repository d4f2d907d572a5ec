import type { DeskContent, DeskNote, HandOverSettings } from '../../ports/channels/hand-overs';

/** Returns what a desk gets, in this order: labels come before the status, because rules of a desk react to the status. */
export function planWrites(note: Omit<DeskNote, 'kind'>, { labels, assignee, team, status }: HandOverSettings): DeskContent[] {
	return [
		{ kind: 'note', ...note },
		...(labels.length > 0 ? [{ kind: 'labels' as const, labels }] : []),
		...(team === null ? [] : [{ kind: 'team' as const, value: team }]),
		...(assignee === null ? [] : [{ kind: 'assignee' as const, value: assignee }]),
		// Reopens a resolved conversation, which nobody who looks for open ones would see; a person who set another status meant it.
		{ kind: 'status' as const, ...(status === null ? { value: 'open', from: 'resolved' } : { value: status }) },
	];
}
