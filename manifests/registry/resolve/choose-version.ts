import { gt, rcompare, type Range } from 'semver';
import type { SnapshotRollout } from '../../documents/snapshot-document';
import { type Arm, listArms, pickArm } from '../rollouts/arms';
import { isByContact } from '../rollouts/by-contact';
import { isInShare } from '../rollouts/bucket';
import { isInRange } from './version-range';

export interface RunnableVersion {
	version: string;
	state: 'approved' | 'deprecated';
}

type Choice<Version extends RunnableVersion> =
	/** `rollout`: the running rollout that chose the version; by contact, either version. */
	{ kind: 'chosen'; version: Version; rollout?: SnapshotRollout } | { kind: 'none'; reason: string };

/**
 * Chooses approved before deprecated, then the highest in the range. A rollout decides if the range includes its new version. So does an aborted one,
 * until its new version is deprecated or revoked or another rollout starts: otherwise instances would move to an unwatched version.
 */
export function chooseVersion<Version extends RunnableVersion>(
	versions: readonly Version[],
	range: Range,
	rollouts: readonly SnapshotRollout[],
	instance: string,
	contact?: string,
): Choice<Version> {
	const runnable = bestFirst(versions.filter(({ version }) => isInRange(version, range)));
	const arms = listArms(rollouts);
	const rollout = findRuling(rollouts, arms, runnable);
	if (rollout) return bySide(rollout, arms, runnable, range, isByContact(rollout) ? (contact ?? instance) : instance);
	const [version] = runnable;
	return version ? { kind: 'chosen', version } : { kind: 'none', reason: `no version that may run is in the range ${range.raw}` };
}

export function listChoices(versions: readonly RunnableVersion[], rollouts: readonly SnapshotRollout[]): string[] {
	const runnable = bestFirst(versions);
	const arms = listArms(rollouts);
	const rollout = findRuling(rollouts, arms, runnable);
	const chosen = rollout
		? [before(rollout, runnable)?.version, ...(rollout.state === 'aborted' ? [] : listNew(rollout, arms))]
		: [runnable[0]?.version];
	return chosen.filter((version) => version !== undefined);
}

function bestFirst<Version extends RunnableVersion>(versions: readonly Version[]): Version[] {
	return [...versions].sort((one, other) => stateOrder(one) - stateOrder(other) || rcompare(one.version, other.version));
}

export const stateOrder = ({ state }: RunnableVersion): number => (state === 'approved' ? 0 : 1);

const isApproved = (wanted: string, versions: readonly RunnableVersion[]): boolean =>
	versions.some(({ version, state }) => version === wanted && state === 'approved');

const findRuling = (rollouts: readonly SnapshotRollout[], arms: readonly Arm[], runnable: readonly RunnableVersion[]) =>
	rollouts.findLast((one) => one.state !== 'completed' && listNew(one, arms).some((version) => isApproved(version, runnable)));

function listNew({ from, to, state }: SnapshotRollout, arms: readonly Arm[]): string[] {
	if (arms.length === 0 || state === 'aborted') return [to];
	return arms.map(({ version }) => version).filter((version) => version !== from);
}

function bySide<Version extends RunnableVersion>(
	rollout: SnapshotRollout,
	arms: readonly Arm[],
	runnable: readonly Version[],
	range: Range,
	subject: string,
): Choice<Version> {
	const { id, state } = rollout;
	const arm = state === 'aborted' ? undefined : pickArm(arms, id, subject);
	const { version: to, percent } = arm ?? { version: rollout.to, percent: rollout.percent };
	const isOn = state !== 'aborted' && isInShare(percent, id, subject);
	const isCompared = isByContact(rollout) && state !== 'aborted';
	const given = isOn ? runnable.find((one) => one.version === to) : undefined;
	// The range can include one arm and not the other.
	const version = given ?? (isOn && !arm ? undefined : before(rollout, runnable));
	if (version) return { kind: 'chosen', version, ...((isOn || isCompared) && { rollout }) };
	const why = state === 'aborted' ? 'was aborted' : 'does not give it to this instance';
	return { kind: 'none', reason: `the rollout ${id} to ${to} ${why}, and no version before it that may run is in the range ${range.raw}` };
}

/** For instances without the new version: the old one, or the highest approved one below the new. */
function before<Version extends RunnableVersion>({ from, to }: SnapshotRollout, runnable: readonly Version[]): Version | undefined {
	return runnable.find(({ version }) => version === from) ?? runnable.find(({ version, state }) => state === 'approved' && gt(to, version));
}
