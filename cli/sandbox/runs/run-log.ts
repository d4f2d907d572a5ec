import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { replaceAtomically } from '../../../manifests/write-file';
import type { SandboxReport } from '../../../sandbox/report/report-shape';
import { hashReport } from '../../../sandbox/report/report';

/** A run of the command as the log keeps it: what its report says, and nothing that it read or wrote. */
export interface LoggedRun {
	id: string;
	report: SandboxReport;
	reportSha256: string;
	signedReport?: string;
}

/** The oldest runs go. */
const bounds = { runs: 500, bytes: 64 * 1024 * 1024, runBytes: 8 * 1024 * 1024 };
/** In the order of their time. */
const shape = /^(\d{8}T\d{9}Z-[0-9a-f]{8})\.json$/;

const folderIn = (stateFolder: string) => join(stateFolder, 'sandbox', 'runs');

export const nameRun = (now = new Date()): string => `${now.toISOString().replace(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;

/** Adds a run to the private log of this home. @returns its id @throws what the file system does */
export function logRun(
	stateFolder: string,
	report: SandboxReport,
	signedReport?: string,
	id = nameRun(new Date(report.startedAt)),
): string {
	const folder = folderIn(stateFolder);
	createFolder(folder, 0o700);
	const run: LoggedRun = { id, report, reportSha256: hashReport(report), ...(signedReport !== undefined && { signedReport }) };
	replaceAtomically(join(folder, `${id}.json`), JSON.stringify(run), 0o600);
	removeOldest(folder);
	return id;
}

export function listRunIds(stateFolder: string): string[] {
	return listFiles(folderIn(stateFolder)).map((name) => shape.exec(name)![1]!);
}

/** Reads a run; undefined for one that is gone or damaged. */
export function readRun(stateFolder: string, id: string): LoggedRun | undefined {
	const path = join(folderIn(stateFolder), `${id}.json`);
	if (!shape.test(`${id}.json`)) return undefined;
	try {
		if (statSync(path).size > bounds.runBytes) return undefined;
		const run = JSON.parse(readFileSync(path, 'utf8')) as LoggedRun;
		return run.report.version >= 1 ? run : undefined;
	} catch {
		return undefined; // Another process can remove it at any time.
	}
}

function listFiles(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter((name) => shape.test(name))
			.sort()
			.reverse();
	} catch {
		return []; // Nothing was run yet.
	}
}

function removeOldest(folder: string): void {
	let bytes = 0;
	for (const [index, name] of listFiles(folder).entries()) {
		const path = join(folder, name);
		bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
		if (index >= bounds.runs || (index > 0 && bytes > bounds.bytes)) rmSync(path, { force: true });
	}
}
