import type { OutboxState } from '../../manifests/registry/audit/outbox';
import { countNouns } from '../terminal/format-text';

const problems: Record<string, string> = {
	changed: 'the entry is not the one that was written',
	removed: 'the entry is missing',
	added: 'there is an entry that was not written',
	clock: 'the time is more than five minutes before that of an earlier entry',
	tile: 'a hash of the tree does not fit the entries from here on',
	value: 'a stored value is not the one that the entry was written with',
	waiting: 'an entry that waits for this index was not written by the installation, or is there twice',
	checkpoint: 'all entries before are right, but the checkpoint is not that of the installation, or of this log',
	forked: 'what was kept is of another log: an export differs here first, a checkpoint alone before this index',
};

export const tellVerified = ({ entries, fault }: { entries: number; fault?: { index: number; problem: string } }): string =>
	fault
		? `first bad index ${fault.index}: ${problems[fault.problem] ?? fault.problem}`
		: `${countNouns(entries, 'entry')}: nothing was changed, removed or added.`;

export const tellOutboxes = ({ registry, tasks }: { registry: OutboxState; tasks?: OutboxState }): string[] => [
	...tellOutbox(registry, 'change', 'of the registry'),
	...(tasks ? tellOutbox(tasks, 'act', 'on user tasks') : []),
];

export const tellOutbox = ({ waiting, foreign, isAtLeast }: OutboxState, one: string, where: string): string[] => [
	...(waiting > 0
		? [`${isAtLeast ? 'At least ' : ''}${countNouns(waiting, one)} ${where} not in the log yet: \`troupe serve\` brings what waits.`]
		: []),
	...(foreign > 0
		? [
				`${isAtLeast ? 'At least ' : ''}${countNouns(foreign, one)} ${where} not written by this installation: the log does not take what somebody else wrote.`,
			]
		: []),
];
