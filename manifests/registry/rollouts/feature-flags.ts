import type { SnapshotFlag } from '../../documents/snapshot-document';
import { isInShare } from './bucket';

/** Returns whether a feature is on for an instance. Off is off for all; on with a percentage is on for that share, always the same instances. */
export function isOn(flag: SnapshotFlag, instance: string): boolean {
	return flag.on && isInShare(flag.percent ?? 100, flag.name, instance);
}

/** Returns the state of a flag; undefined when it does not exist. */
export function readFlag(flags: readonly SnapshotFlag[] | undefined, name: string, instance: string): boolean | undefined {
	const flag = flags?.find((one) => one.name === name);
	return flag && isOn(flag, instance);
}
