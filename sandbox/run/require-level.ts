import { TroupeError } from '../../core/base/errors';
import type { RunPermissions } from '../grants/grants';
import { isAtLeast, type Level } from '../levels/level';
import { findHighest, type LevelMeasurement } from '../probes/measure-levels';

/** Returns the machine's highest level. @throws TroupeError SANDBOX_LEVEL_TOO_LOW, with what is missing */
export function requireLevel(measured: readonly LevelMeasurement[], least: Level): Level {
	const level = findHighest(measured);
	if (level !== 'none' && isAtLeast(level, least)) return level;
	const { blocker, fix } = measured.find((one) => one.level === least)!;
	throw new TroupeError({
		code: 'SANDBOX_LEVEL_TOO_LOW',
		message: `This machine isolates code at level ${level}; the run demands ${least}. ${(blocker ?? 'A lower level failed').replace(/\.$/, '')}.`,
		fix: `${fix ?? 'Run troupe sandbox check to see what is missing.'}${least === 'L0+' && level === 'L0' ? ' For code that you trust, ask for level L0.' : ''}`,
		details: { reached: level, required: least, blocker },
	});
}

/** Leaves out L3 for a run with granted files or programs: a container has nothing of this machine. A run that demands L3 gets none of them. */
export function listFitting(
	measured: readonly LevelMeasurement[],
	{ capabilities, withheld }: RunPermissions,
	least: Level,
): readonly LevelMeasurement[] {
	const listed = [...(capabilities?.files ?? []), ...(capabilities?.programs ?? [])];
	if (withheld !== undefined || listed.length === 0 || least === 'L3') return measured;
	return measured.filter(({ level }) => level !== 'L3');
}
