import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { contractCases } from './cases';
import { type ContractCase, type EngineVersion, engineVersions, type RecordedCase, type Trace } from './contract-case';

/** Result of a case on a real engine. Made by `npm run record:contract`, never written by hand. */
interface Recording {
	recordedFrom: string;
	/** SHA-256 of the case's models and script: a recording of another model proves nothing. */
	caseSha256: string;
	trace: Trace;
}

/** The recordings of a family, by the ids of its cases. */
type FamilyRecordings = Record<string, Recording>;

/** Parsed files by their path: a family is read once for all its cases. */
const files = new Map<string, FamilyRecordings>();

/** Under 8.8 are only the cases that only 8.8 plays, and those that it plays otherwise than 8.6. */
const locateFamily = (family: string, version: EngineVersion): string => join(__dirname, 'recorded', version, `${family}.json`);

function readFamily(family: string, version: EngineVersion): FamilyRecordings {
	const path = locateFamily(family, version);
	let recordings = files.get(path);
	if (recordings === undefined) {
		recordings = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as FamilyRecordings) : {};
		files.set(path, recordings);
	}
	return recordings;
}

function hashCase({ resources, script }: ContractCase): string {
	return createHash('sha256').update(JSON.stringify({ resources, script })).digest('hex');
}

/** Checks that the case is one for this version: some of what 8.8 has 8.6 refuses. */
export const isFor = ({ engines = engineVersions }: ContractCase, version: EngineVersion): boolean => engines.includes(version);

/** Checks that both versions play the case, with different results. */
export const differsIn88 = (one: RecordedCase): boolean => isFor(one, '8.6') && one.id in readFamily(one.family, '8.8');

/**
 * Reads the recorded result of a version. The embedded engine follows 8.6, and 8.8 in what 8.6 does not have.
 * @throws Error when there is none, or one of another model
 */
export function readRecording(contractCase: RecordedCase, version: EngineVersion = isFor(contractCase, '8.6') ? '8.6' : '8.8'): Recording {
	const { id, family } = contractCase;
	const recording = readFamily(family, version)[id] ?? (isFor(contractCase, '8.6') ? readFamily(family, '8.6')[id] : undefined);
	if (recording === undefined) throw new Error(`${id} was never recorded. Run: npm run record:contract -- ${id}`);
	if (recording.caseSha256 !== hashCase(contractCase))
		throw new Error(`${id} changed after it was recorded. Run: npm run record:contract -- ${id}`);
	return recording;
}

/** Keeps a trace of 8.8 only where it differs from that of 8.6. */
export function writeRecording(contractCase: RecordedCase, recordedFrom: string, version: EngineVersion, trace: Trace): void {
	const { id, family } = contractCase;
	const { [id]: _replaced, ...recordings } = readFamily(family, version);
	const isSame =
		version === '8.8' && isFor(contractCase, '8.6') && isDeepStrictEqual(readRecording(contractCase, '8.6').trace, plain(trace));
	if (!isSame) recordings[id] = { recordedFrom, caseSha256: hashCase(contractCase), trace: plain(trace) as Trace };
	writeFamily(family, version, recordings);
}

/** In the order of the cases, so that a new recording changes nothing else in the file. Recordings without a case come last. */
function writeFamily(family: string, version: EngineVersion, recordings: FamilyRecordings): void {
	const path = locateFamily(family, version);
	const ids = new Set([...contractCases.filter((one) => one.family === family).map(({ id }) => id), ...Object.keys(recordings)]);
	const ordered = Object.fromEntries([...ids].filter((id) => id in recordings).map((id) => [id, recordings[id]!]));
	if (Object.keys(ordered).length > 0) writeFileSync(path, `${JSON.stringify(ordered, null, '\t')}\n`);
	else rmSync(path, { force: true });
	files.set(path, ordered);
}

/** Returns what keeps the recordings from matching the cases, a line each. */
export function listMismatches(): string[] {
	const recorded = engineVersions.flatMap((version) =>
		readdirSync(join(__dirname, 'recorded', version)).flatMap((name) => {
			const family = name.replace(/\.json$/, '');
			return Object.keys(readFamily(family, version)).map((id) => ({ version, family, id }));
		}),
	);
	const known = new Set(contractCases.map(({ family, id }) => `${family}/${id}`));
	const orphans = recorded
		.filter(({ family, id }) => !known.has(`${family}/${id}`))
		.map(({ version, family, id }) => `${id} is recorded in ${version}/${family}.json, but that family has no case with this id.`);
	return [...contractCases.flatMap(listCaseMismatches), ...orphans];
}

const listCaseMismatches = (one: RecordedCase): string[] =>
	engineVersions
		.filter((version) => isFor(one, version))
		.flatMap((version) => {
			try {
				readRecording(one, version);
				return [];
			} catch (error) {
				return [`${version}: ${(error as Error).message}`];
			}
		});

/** JSON has neither undefined nor classes. */
export const plain = (trace: Trace): unknown => JSON.parse(JSON.stringify(trace));
