import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { version as troupeVersion } from '../../package.json';
import { writeAtomically } from '../../manifests/write-file';
import { listContainerSettings } from '../levels/container/container-settings';
import { openEngine } from '../levels/container/open-engine';
import { isDelegated, readGroupFacts } from '../levels/control-group/find-parent-group';
import { lookForKoffi } from '../levels/kernel/find-koffi';
import { findBubblewrap } from '../levels/l1-bubblewrap';
import { probes } from '../probes';
import { type LevelMeasurement, measureHighest, measureLevels } from '../probes/measure-levels';

export interface MachineMeasurement {
	/** Key of the measurement: another boot, kernel, Node, user or Troupe version needs a new one. */
	key: string;
	measuredAt: string;
	measured: LevelMeasurement[];
}

const maxAgeMs = 24 * 60 * 60 * 1000;

/** Returns the probes' results of this boot, at most a day old. Without them, runs the probes for the highest level. */
export async function readMeasurement(stateFolder: string, now: Date): Promise<MachineMeasurement> {
	const stored = await findMeasurement(stateFolder, now);
	if (stored) return stored;
	const measurement = await measureOnce(await describeMachine(stateFolder), stateFolder, now);
	store(stateFolder, measurement);
	return measurement;
}

/** Returns stored results; runs and stores nothing. */
export async function findMeasurement(stateFolder: string, now: Date): Promise<MachineMeasurement | undefined> {
	const stored = readStored(stateFolder);
	if (stored === undefined || !isFresh(Date.parse(stored.measuredAt), now)) return undefined;
	return stored.key === (await describeMachine(stateFolder)) ? stored : undefined;
}

export async function measureMachine(stateFolder: string, now: Date): Promise<MachineMeasurement> {
	const key = await describeMachine(stateFolder);
	const measurement = { key, measuredAt: now.toISOString(), measured: await measureLevels(stateFolder) };
	store(stateFolder, measurement);
	return measurement;
}

const isFresh = (measuredAt: number, now: Date) => now.getTime() - measuredAt < maxAgeMs;

/** Shared in this process: many can ask at once, and the home can be read-only. */
let ofProcess: { key: string; measuredAt: number; measuring: Promise<MachineMeasurement> } | undefined;

function measureOnce(key: string, stateFolder: string, now: Date): Promise<MachineMeasurement> {
	if (ofProcess?.key === key && isFresh(ofProcess.measuredAt, now)) return ofProcess.measuring;
	const measuring = measureHighest(stateFolder).then((measured) => ({ key, measuredAt: now.toISOString(), measured }));
	ofProcess = { key, measuredAt: now.getTime(), measuring };
	measuring.catch(() => (ofProcess = undefined));
	return measuring;
}

function store(stateFolder: string, measurement: MachineMeasurement): void {
	const file = fileIn(stateFolder);
	try {
		createFolder(dirname(file), 0o700);
		writeAtomically(file, JSON.stringify(measurement), 0o600);
	} catch {
		// The home can be read-only, or its disk full: the measurement holds for this process only.
	}
}

function readStored(stateFolder: string): MachineMeasurement | undefined {
	try {
		return JSON.parse(readFileSync(fileIn(stateFolder), 'utf8')) as MachineMeasurement;
	} catch {
		return undefined;
	}
}

const fileIn = (stateFolder: string) => join(stateFolder, 'sandbox', 'measured.json');

/** Contains the levels' components, so that installing a missing part counts at once. */
export async function describeMachine(stateFolder: string): Promise<string> {
	const boot = process.platform === 'linux' ? readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim() : '';
	const code = createHash('sha256').update(JSON.stringify(probes)).digest('hex').slice(0, 16);
	const parts = [lookForKoffi(stateFolder), findBubblewrap(), isDelegated(readGroupFacts()) ? 'groups' : '', await describeContainers()];
	return [boot, release(), process.execPath, process.versions.node, process.arch, process.getuid?.(), troupeVersion, code, ...parts].join(
		' ',
	);
}

/** Without an engine or an image, L3 is measured again only when one appears or the settings change. */
async function describeContainers(): Promise<string> {
	try {
		const { program, version, runtime = '', image } = await openEngine();
		return [program, version, runtime, image.id].join(' ');
	} catch {
		return listContainerSettings();
	}
}
