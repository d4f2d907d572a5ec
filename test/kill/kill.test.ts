import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleVictim } from '../support/bundle-victim';
import { runKills } from './run-kills';

const kills = Number(process.env.TROUPE_KILLS ?? 100);
/** Decides when each kill comes: TROUPE_KILL_SEED repeats a run. */
const seed = Number(process.env.TROUPE_KILL_SEED ?? Date.now() % 1_000_000);

/** Each takes 0.7 s on a busy machine; one that hangs ends by itself after 45 s. */
const limitMs = 60_000 + kills * 6_000;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-kill-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test(
	`the embedded engine survives ${kills} kills under load, seed ${seed}: every instance ends once, every effect is recorded, no token is lost or doubled`,
	async () => {
		const { instances, broken } = await runKills({ victim: bundleVictim(folder), folder, kills, seed });
		expect(broken).toEqual([]);
		expect(instances).toBeGreaterThan(kills);
	},
	limitMs,
);
