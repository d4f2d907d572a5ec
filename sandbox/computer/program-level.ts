import { isAtLeast, type Level } from '../levels/level';
import { readMeasurement } from '../run/measured-machine';
import { requireLevel } from '../run/require-level';

/** Returns the highest level for programs that this machine reaches. @throws TroupeError SANDBOX_LEVEL_TOO_LOW */
export async function requireProgramLevel(least: Level, stateFolder: string): Promise<Level> {
	const { measured } = await readMeasurement(stateFolder, new Date());
	// Programs of the system are kept to a folder by namespaces. A container has an image in place of them.
	return requireLevel(
		measured.filter(({ level }) => level !== 'L3'),
		isAtLeast(least, 'L1') ? least : 'L1',
	);
}
