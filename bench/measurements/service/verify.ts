/**
 * Measures which share of the attacks of `troupe verify` a fresh installation stops, without its trust, of those that were tried. What was not stopped
 * is printed. Goal: 1, of at least 120 attacks.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackageFolder } from '../../../core/base/package-folder';
import { attacks } from '../../../verify/attacks';
import { type PlayedAttack, playAttacks } from '../../../verify/play-attacks';
import { Range } from '../../../verify/range/range';
import { sumUp } from '../../../verify/report/sum-up';
import { createReport } from '../../../verify/report/verify-report';
import { openGate } from '../../../test/fakes/permissive-gate';

export async function run(): Promise<string> {
	const home = mkdtempSync(join(tmpdir(), 'troupe-verify-bench-'));
	// Printed afterwards: a service takes the console over while it runs.
	const played = await playAll(home);
	const facts = { startedAt: '', only: null, tenant: '', home, package: '', settings: [], policies: [], leftOut: [] };
	const report = createReport(played, facts);
	const { counts } = report;
	for (const { attack, observation } of played)
		if (observation.state !== 'held') console.log(`${observation.state} ${attack.id} ${attack.title.en}: ${observation.seen}`);
	console.log(`${sumUp(report, 'en')}.`);
	return (counts.held / counts.tried).toFixed(3);
}

async function playAll(home: string): Promise<PlayedAttack[]> {
	const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TROUPE_HOME: home };
	const range = await Range.open({ environment, home, packageFolder: findPackageFolder(), tenant: 'default' }, openGate());
	try {
		return await playAttacks(attacks, range, { signal: new AbortController().signal });
	} finally {
		await range.close();
		rmSync(home, { recursive: true });
	}
}
