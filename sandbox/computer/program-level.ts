import { isAtLeast, type Level } from '../levels/level';
import { readMeasurement } from '../run/measured-machine';
import { requireLevel } from '../run/require-level';

/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW */
export async function requireProgramLevel(least: Level, stateFolder: string): Promise<Level> {
	const { measured } = await readMeasurement(stateFolder, new Date());
	// Namespaces restrict system programs to a folder; a container would replace them by its image.
	return requireLevel(
		measured.filter(({ level }) => level !== 'L3'),
		isAtLeast(least, 'L1') ? least : 'L1',
	);
}
