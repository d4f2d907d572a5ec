import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { troupeHome } from '../../../core/base/home';
import { findPackageFolder } from '../../../core/base/package-folder';
import { refusal } from '../../refusal';
import { type Environment, readSetting } from '../../../core/base/settings';

/** How long a check may keep n8n from starting. */
const patienceMs = 120_000;

/**
 * With `TROUPE_REQUIRE_APPROVED=boot`, n8n does not start while a package is there that may not run. n8n loads a hook file without waiting,
 * so another process looks, and this one waits for it: `troupe manifest scan` exits with 1 when a package may not run.
 * @throws TroupeError, which ends n8n's start
 */
export function requireApprovedAtBoot(env: Environment = process.env): void {
	if (readSetting('TROUPE_REQUIRE_APPROVED', env) !== 'boot') return;
	const command = join(findPackageFolder(), 'bin', 'troupe');
	try {
		execFileSync(process.execPath, [command, 'manifest', 'scan'], {
			// Beside n8n, where this process looks for its trust too.
			env: { ...env, TROUPE_HOME: troupeHome(env) },
			timeout: patienceMs,
			maxBuffer: 16 * 1024 * 1024,
			stdio: ['ignore', 'pipe', 'pipe'],
			encoding: 'utf8',
		});
	} catch (cause) {
		const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
		throw refusal({
			code: 'MANIFEST_NOT_APPROVED',
			message: `n8n does not start, for TROUPE_REQUIRE_APPROVED=boot, and not every package may run:\n${`${stdout}${stderr}`.trim().slice(0, 4_000)}`,
			fix: 'Remove what may not run, or have it approved.',
			details: { document: 'the packages', reason: 'boot', expected: 'packages that may all run', actual: 'some that may not' },
			cause,
		});
	}
}
