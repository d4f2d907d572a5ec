import { isTroupeError } from '../../core/base/errors';
import { isAtLeast, type Level, levels } from '../levels/level';
import { keepsItsPermissions, newerNode } from '../levels/node-versions';
import { Bait } from './bait';
import type { ProbeResult } from './judge-probe';
import { probes } from './index';
import type { Probe } from './probe';
import { probeLimits, runAtLevel, runProbes } from './run-probes';

export interface LevelMeasurement {
	level: Level;
	/** The probes of this and all lower levels were stopped. */
	reached: boolean;
	results: ProbeResult[];
	blocker?: string;
	fix?: string;
}

/** Measures levels with probes: a setting proves nothing. */
export async function measureLevels(stateFolder: string): Promise<LevelMeasurement[]> {
	return withBait(stateFolder, async (bait) => {
		const measured: LevelMeasurement[] = [];
		for (const level of levels) measured.push(await measureLevel(level, bait, stateFolder));
		return measured;
	});
}

/** Measures from the highest level down to the first reached one, which covers the lower ones. Returns them in rising order. */
export async function measureHighest(stateFolder: string): Promise<LevelMeasurement[]> {
	return withBait(stateFolder, (bait) => searchDown((level) => measureLevel(level, bait, stateFolder)));
}

/** A container has none of the machine's programs and files, so the highest level without one is measured too. */
export async function searchDown(measure: (level: Level) => Promise<LevelMeasurement>): Promise<LevelMeasurement[]> {
	const measured: LevelMeasurement[] = [];
	for (const level of levels.toReversed()) {
		measured.unshift(await measure(level));
		if (level !== 'L3' && measured[0]!.reached) break;
	}
	return measured;
}

async function withBait<Result>(stateFolder: string, use: (bait: Bait) => Promise<Result>): Promise<Result> {
	const bait = await Bait.lay(probeLimits, stateFolder);
	try {
		return await use(bait);
	} finally {
		bait.remove();
	}
}

async function measureLevel(level: Level, bait: Bait, stateFolder: string): Promise<LevelMeasurement> {
	try {
		const results = await runProbes(probes, bait.facts, runAtLevel(level, stateFolder));
		const missed = listMissed(level, results);
		if (missed.length === 0) return { level, reached: true, results };
		const blocker = `Not stopped: ${missed.map(({ id }) => id).join(', ')}`;
		return {
			level,
			reached: false,
			results,
			blocker,
			fix: adviseOnMissed(level, process.versions.node),
		};
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return {
			level,
			reached: false,
			results: [],
			blocker: typeof error.details.blocker === 'string' ? error.details.blocker : error.message,
			fix: error.fix,
		};
	}
}

export function adviseOnMissed(level: Level, node: string): string {
	if (!keepsItsPermissions(node)) return newerNode;
	return `${level === 'L0' ? 'Report' : `Use a level below ${level}, and report`} this with the output of troupe sandbox check --json.`;
}

export function listMissed(level: Level, results: readonly ProbeResult[]): Probe[] {
	const stopped = new Set(results.filter((result) => result.stopped).map(({ id }) => id));
	return listOwed(level, results).filter(({ id }) => !stopped.has(id));
}

/**
 * Returns the probes that a level has to stop. Without koffi, those of native code cannot be tried. Levels above L0 do not start then, and L0 is no
 * boundary against such code.
 */
export function listOwed(level: Level, results: readonly ProbeResult[]): Probe[] {
	const tried = new Set(results.map(({ id }) => id));
	const triesNative = level !== 'L0' || probes.some(({ id, native }) => native && tried.has(id));
	return probes.filter((probe) => isAtLeast(level, probe.level) && (triesNative || !probe.native));
}

export function findHighest(measured: readonly LevelMeasurement[]): Level | 'none' {
	return measured.filter(({ reached }) => reached).at(-1)?.level ?? 'none';
}
