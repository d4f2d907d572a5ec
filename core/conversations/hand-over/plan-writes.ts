import type { DeskContent, DeskNote, HandOverSettings } from '../../ports/channels/hand-overs';

/** Returns the writes to a desk, labels before the status: rules of a desk react to the status. */
export function planWrites(note: Omit<DeskNote, 'kind'>, { labels, assignee, team, status }: HandOverSettings): DeskContent[] {
	return [
		{ kind: 'note', ...note },
		...(labels.length > 0 ? [{ kind: 'labels' as const, labels }] : []),
		...(team === null ? [] : [{ kind: 'team' as const, value: team }]),
		...(assignee === null ? [] : [{ kind: 'assignee' as const, value: assignee }]),
		{ kind: 'status' as const, ...(status === null ? { value: 'open', from: 'resolved' } : { value: status }) },
	];
}
