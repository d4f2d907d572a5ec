import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Range } from '../../cli/verify/range/range';
import { findPackageFolder } from '../../core/base/package-folder';
import { openGate } from '../../sandbox/fakes/open-gate';

/** Opens a range for tests from the sources, which no manifest lists. @param home default: one that does not exist */
export async function openTestRange(home = join(tmpdir(), 'troupe-no-home'), settings: Record<string, string> = {}): Promise<Range> {
	const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TROUPE_HOME: home, ...settings };
	const { TMPDIR } = process.env;
	// Quick tests have theirs in memory, below /dev, of which the sandbox gives no folder to a program.
	if (tmpdir().startsWith('/dev/')) process.env.TMPDIR = '/var/tmp';
	try {
		return await Range.open({ environment, home, packageFolder: findPackageFolder(), tenant: 'default' }, openGate());
	} finally {
		if (TMPDIR !== undefined) process.env.TMPDIR = TMPDIR;
	}
}
