import { gt } from 'semver';
import type { SnapshotRollout } from '../../documents/snapshot-document';
import type { Rollout } from '../registry-api';
import { toArmCarrier } from './arms';

/**
 * While several versions compete, each is an arm. A losing version becomes an aborted rollout: otherwise the highest version would run, not the
 * winner.
 */
export function toSnapshotRollouts(rollout: Rollout): SnapshotRollout[] {
	const { from, to, percent, state, others = [], lost = [], groups } = rollout;
	const about = { id: rollout.id, kind: rollout.kind, package: rollout.package };
	const isOpen = state === 'running' || state === 'paused';
	const refused = [...lost, ...(isOpen ? [] : others)]
		.filter((version) => state === 'aborted' || gt(version, to))
		.map((version) => ({ ...about, from: state === 'completed' ? to : from, to: version, percent: 0, state: 'aborted' as const }));
	if (!isOpen || others.length === 0) return [...refused, { ...about, from, to, percent, state }];
	const versions = [to, ...others].map((version) => (groups?.worse?.includes(version) ? from : version));
	return [{ ...about, from, to, percent: 0, state }, ...versions.map((version, place) => toArmCarrier(about, { version, percent }, place))];
}

export const countEntries = ({ others = [], lost = [] }: Pick<Rollout, 'others' | 'lost'>): number =>
	others.length > 0 ? others.length + 2 : lost.length + 1;
