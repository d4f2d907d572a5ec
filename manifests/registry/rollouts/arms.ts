import type { SnapshotRollout } from '../../documents/snapshot-document';
import { computeBucket } from './bucket';

export interface Arm {
	version: string;
	percent: number;
}

const id = /^arm\.(\d)$/;

const isCarrier = ({ id: carrier, from, to, state }: SnapshotRollout): boolean => id.test(carrier) && from === to && state === 'completed';

/**
 * Writes an arm as a completed rollout from a version to itself, like a label: machines of earlier versions refuse unknown fields, and ignore such a
 * rollout.
 */
export const toArmCarrier = (
	{ kind, package: name }: Pick<SnapshotRollout, 'kind' | 'package'>,
	{ version, percent }: Arm,
	place: number,
): SnapshotRollout => ({ id: `arm.${place}`, kind, package: name, from: version, to: version, percent, state: 'completed' });

/** In group order. An arm with the old version was worse. */
export const listArms = (rollouts: readonly SnapshotRollout[]): Arm[] =>
	rollouts
		.filter(isCarrier)
		.toSorted((one, other) => (one.id < other.id ? -1 : 1))
		.map(({ to, percent }) => ({ version: to, percent }));

/** Uses another hash than the share, so a contact keeps its arm when the share grows. */
export function pickArm(arms: readonly Arm[], rollout: string, contact: string): Arm | undefined {
	return arms[(computeBucket(`${rollout} arm`, contact) - 1) % arms.length];
}

/** A resumed run may have begun in any group, and keeps its version. */
export function ruleContinued(rollouts: readonly SnapshotRollout[]): SnapshotRollout[] {
	const current = rollouts.find(({ from, to, state }) => from !== to && state !== 'aborted');
	const ruling = rollouts.filter(({ state }) => !current || state !== 'aborted').map((rollout) => ({ ...rollout, percent: 100 }));
	if (!current) return ruling;
	const arms = listArms(rollouts).filter(({ version }) => version !== current.from && version !== current.to);
	return [...ruling.filter((one) => !isCarrier(one)), ...arms.map(({ version }) => ({ ...current, to: version, percent: 100 }))];
}
