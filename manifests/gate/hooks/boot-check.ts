import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { troupeHome } from '../../../core/base/home';
import { findPackageFolder } from '../../../core/base/package-folder';
import { refusal } from '../../refusal';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { refuseEngineV2AtBoot } from './engine-v2';

const timeoutMs = 120_000;

/**
 * With `TROUPE_REQUIRE_APPROVED=boot`, n8n does not start with an unapproved package or an engine without hooks. n8n does not wait for a hook file,
 * so a child process checks, and this one blocks: `troupe manifest scan` exits with 1. @throws TroupeError, which ends n8n's start
 */
export function requireApprovedAtBoot(env?: Environment): void {
	if (readSetting('TROUPE_REQUIRE_APPROVED', env) !== 'boot') return;
	refuseEngineV2AtBoot(env);
	const command = join(findPackageFolder(), 'bin', 'troupe');
	try {
		execFileSync(process.execPath, [command, 'manifest', 'scan'], {
			// The other process uses the same trust as this one.
			// oxlint-disable-next-line no-restricted-properties -- the other process gets this whole environment
			env: { ...(env ?? process.env), TROUPE_HOME: troupeHome(env) },
			timeout: timeoutMs,
			maxBuffer: 16 * 1024 * 1024,
			stdio: ['ignore', 'pipe', 'pipe'],
			encoding: 'utf8',
		});
	} catch (cause) {
		const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
		throw refusal({
			code: 'MANIFEST_NOT_APPROVED',
			message: `n8n does not start, because of TROUPE_REQUIRE_APPROVED=boot and packages that may not run:\n${`${stdout}${stderr}`.trim().slice(0, 4_000)}`,
			fix: 'Remove these packages, or have them approved.',
			details: {
				document: 'packages that may all run',
				reason: 'boot',
				expected: 'packages that may not run',
				actual: 'some that may not',
			},
			cause,
		});
	}
}
