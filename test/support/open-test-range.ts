import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Range } from '../../verify/range/range';
import { findPackageFolder } from '../../core/base/package-folder';
import { openGate } from '../fakes/permissive-gate';

/** Opens a range for tests from the sources, which no manifest lists. @param home default: one that does not exist */
export function openTestRange(home = join(tmpdir(), 'troupe-no-home'), settings: Record<string, string> = {}): Promise<Range> {
	const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TROUPE_HOME: home, ...settings };
	// Quick tests have their folder in memory, below /dev: the sandbox gives no such folder to a program.
	const parent = tmpdir().startsWith('/dev/') ? '/var/tmp' : undefined;
	return Range.open({ environment, home, packageFolder: findPackageFolder(), tenant: 'default' }, openGate(), parent);
}
