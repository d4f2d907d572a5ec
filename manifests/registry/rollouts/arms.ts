import type { SnapshotRollout } from '../../documents/snapshot-document';
import { computeBucket } from './bucket';

/** One version that a rollout of several versions tries. */
export interface Arm {
	version: string;
	/** The share of the contacts that all arms have together. */
	percent: number;
}

const id = /^arm\.(\d)$/;

const isCarrier = ({ id: carrier, from, to, state }: SnapshotRollout): boolean => id.test(carrier) && from === to && state === 'completed';

/**
 * Writes an arm as a completed rollout from a version to itself, as labels are written: machines of earlier versions refuse a snapshot with a field
 * that they do not know, and read nothing in such a rollout.
 */
export const toArmCarrier = (
	{ kind, package: name }: Pick<SnapshotRollout, 'kind' | 'package'>,
	{ version, percent }: Arm,
	place: number,
): SnapshotRollout => ({ id: `arm.${place}`, kind, package: name, from: version, to: version, percent, state: 'completed' });

/** Reads the arms of the rollout of one name, in the order of their groups. An arm with the old version was worse: it gives the old version. */
export const listArms = (rollouts: readonly SnapshotRollout[]): Arm[] =>
	rollouts
		.filter(isCarrier)
		.toSorted((one, other) => (one.id < other.id ? -1 : 1))
		.map(({ to, percent }) => ({ version: to, percent }));

/** Assigns a contact to an arm. The hash is not that of the share, so a contact keeps its arm when the share grows. */
export function pickArm(arms: readonly Arm[], rollout: string, contact: string): Arm | undefined {
	return arms[(computeBucket(`${rollout} arm`, contact) - 1) % arms.length];
}

/** Returns the rollouts of one name for a run that goes on: it may have begun in any group, and keeps the version of its group. */
export function ruleContinued(rollouts: readonly SnapshotRollout[]): SnapshotRollout[] {
	const current = rollouts.find(({ from, to, state }) => from !== to && state !== 'aborted');
	const ruling = rollouts.filter(({ state }) => !current || state !== 'aborted').map((rollout) => ({ ...rollout, percent: 100 }));
	if (!current) return ruling;
	const arms = listArms(rollouts).filter(({ version }) => version !== current.from && version !== current.to);
	return [...ruling.filter((one) => !isCarrier(one)), ...arms.map(({ version }) => ({ ...current, to: version, percent: 100 }))];
}
