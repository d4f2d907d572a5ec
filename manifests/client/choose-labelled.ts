import type { TroupeError } from '../../core/base/errors';
import type { SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';
import { refusal } from '../refusal';
import { listLabels, type SnapshotLabel } from '../registry/resolve/snapshot-labels';
import { listRunnable } from './judge-entries';

type Wanted = Pick<SnapshotLabel, 'kind' | 'name' | 'label'>;

export const findLabelled = (wanted: Wanted, entries: readonly SnapshotEntry[], snapshot: SnapshotDocument) => {
	const label = findLabel(wanted, snapshot);
	return label && listRunnable(entries).find(({ version }) => version === label.version);
};

/** Never takes another version in its place. @throws TroupeError MANIFEST_REVOKED, MANIFEST_NOT_APPROVED */
export function chooseLabelled(wanted: Wanted, entries: readonly SnapshotEntry[], snapshot: SnapshotDocument): SnapshotEntry {
	const entry = findLabelled(wanted, entries, snapshot);
	if (entry) return entry;
	const label = findLabel(wanted, snapshot);
	throw label ? mayNotRun(label, entries) : noLabel(wanted, snapshot);
}

const findLabel = ({ kind, name, label }: Wanted, snapshot: SnapshotDocument): SnapshotLabel | undefined =>
	listLabels(snapshot).find((one) => one.kind === kind && one.name === name && one.label === label);

function mayNotRun({ kind, name, label, version }: SnapshotLabel, entries: readonly SnapshotEntry[]): TroupeError {
	const revoked = entries.find((one) => one.version === version && one.state === 'revoked');
	const why = revoked ? `which was revoked${revoked.reason ? `: ${revoked.reason}` : ''}` : 'which the snapshot does not list';
	return refusal({
		code: revoked ? 'MANIFEST_REVOKED' : 'MANIFEST_NOT_APPROVED',
		message: `The label ${label} of the ${kind} ${name} points to ${version}, ${why}.`,
		fix: `Point the label to a version that may run (\`troupe manifest label ${kind}:${name}@VERSION ${label}\`).`,
		details: {
			...{ document: `the ${kind} ${name}`, reason: revoked ? 'revoked' : 'unlisted', kind, name, label },
			...{ expected: label, actual: version },
		},
	});
}

function noLabel({ kind, name, label }: Wanted, snapshot: SnapshotDocument): TroupeError {
	const labels = listLabels(snapshot).flatMap((one) => (one.kind === kind && one.name === name ? [one.label] : []));
	return refusal({
		code: 'MANIFEST_NOT_APPROVED',
		message: `The ${kind} ${name} has no label ${label}${labels.length === 0 ? '' : `; it has ${labels.slice(0, 10).join(', ')}`}.`,
		fix: `Set it (\`troupe manifest label ${kind}:${name}@VERSION ${label}\`), or write a range in node-semver syntax, such as ^1.2.`,
		details: { document: `the ${kind} ${name}`, reason: 'unlisted', kind, name, label, expected: label, actual: labels },
	});
}
