import type { SnapshotDocument, SnapshotRollout } from '../../documents/snapshot-document';

export interface SnapshotLabel {
	kind: SnapshotRollout['kind'];
	name: string;
	label: string;
	version: string;
	revision: number;
}

const id = /^label\.([a-z][a-z0-9-]*)\.(\d{1,10})$/;

/**
 * Writes a label as a completed rollout from a version to itself: machines of earlier versions refuse unknown fields, and ignore such a rollout.
 * Nobody can start one.
 */
export const toCarrier = ({ kind, name, label, version, revision }: SnapshotLabel): SnapshotRollout => ({
	id: `label.${label}.${revision}`,
	kind,
	package: name,
	from: version,
	to: version,
	percent: 100,
	state: 'completed',
});

export const listLabels = ({ rollouts = [] }: Pick<SnapshotDocument, 'rollouts'>): SnapshotLabel[] =>
	rollouts.flatMap((rollout) => readCarrier(rollout) ?? []);

function readCarrier({ id: carrier, kind, package: name, from, to, state }: SnapshotRollout): SnapshotLabel | undefined {
	const [, label, revision] = id.exec(carrier) ?? [];
	if (label === undefined || from !== to || state !== 'completed') return undefined;
	return { kind, name, label, version: to, revision: Number(revision) };
}
