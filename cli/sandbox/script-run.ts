import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import type { Level } from '../../sandbox/levels/level';
import { defaultLimits, maxThreads } from '../../sandbox/levels/limits';
import type { ScriptRun } from '../../sandbox/run/run-script';
import type { ScratchCopy } from '../../sandbox/scratch/scratch-copy';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import { hashReport } from '../../sandbox/report/report';
import type { SandboxResult } from '../../sandbox/workers/sandbox-worker';
import { openPrivateState } from '../host';
import { type KeyOptions, openSigner } from '../terminal/open-signer';
import type { ExitCode } from '../terminal/report-error';
import { explainUnreadable } from '../terminal/read-text-file';
import { printable, type Terminal } from '../terminal/terminal';
import { readPermissions, warnOfGrants, writeCapabilities } from './capability-options';
import type { RunPlace } from '../../sandbox/kinds/run-place';
import { openRunNetwork, writeRecord } from './network-options';
import { recordJob } from '../../sandbox/kinds/record-job';
import { noteRun } from './runs/note-run';
import { nameRun } from './runs/run-log';
import { noteDenied, noteRefusals } from './note-refusals';
import type { CodeOptions, ScriptOptions } from './run-options';

const maxScriptBytes = 16 * 1024 * 1024;
const maxInputBytes = 64 * 1024 * 1024;

/** Runs a file as untrusted code and prints its output; with `json`, the level and the report too. */
export async function runScriptCommand(options: ScriptOptions & { file: string }, terminal: Terminal): Promise<ExitCode> {
	const { file, input } = options;
	if (!/\.[cm]?js$/.test(file)) throw notJavaScript(file);
	const job = {
		name: basename(file),
		source: await readBytes(file, maxScriptBytes),
		...(input === undefined ? {} : { input: await readBytes(input, maxInputBytes) }),
	};
	return runCode(options, { job, folder: dirname(resolve(file)) }, terminal);
}

/** Runs code with the options that all commands have, and prints its output and the report. */
export async function runCode(
	options: CodeOptions,
	{ folder, installed, ...code }: Pick<ScriptRun, 'job' | 'readable' | 'reported'> & RunPlace,
	terminal: Terminal,
	describeOutput: (stdout: string) => string[] = describeText,
): Promise<ExitCode> {
	const { json } = options;
	const limits = { ...defaultLimits, memoryMb: options.memory, timeMs: options.timeout };
	const sign = await openReportSigner(options, terminal);
	const { runScript } = await import('../../sandbox/run/run-script');
	const stateFolder = troupeHome(terminal.environment);
	const permissions = await readPermissions(options, terminal, { folder, installed });
	const discover = options.discover !== undefined;
	const network = await openRunNetwork(options, { ...permissions, discover }, terminal);
	const scratch = await openScratch(options);
	const run = { ...code, limits, least: toLeastLevel(options), stateFolder, network, scratch, discover, permissions };
	const runId = nameRun();
	const recorded = { runId, kind: code.reported?.subject.kind ?? ('script' as const), timeMs: options.timeout };
	let ended: Awaited<ReturnType<typeof runScript>>;
	try {
		ended = await recordJob(recorded, openPrivateState(terminal), terminal.stop, (signal) => runScript(run, signal));
	} finally {
		await network?.close();
	}
	const { result, report } = ended;
	if (network && options.record !== undefined) await writeRecord(options.record, report.subject.name, network);
	if (network && options.discover !== undefined) await writeCapabilities(options.discover, network, result);
	warnOfLevel(report, terminal);
	warnOfGrants(report, terminal);
	const signed: { signedReport?: string } = sign === undefined ? {} : { signedReport: await sign(report) };
	noteRun(report, signed.signedReport, terminal, runId);
	if (json)
		terminal.print(
			JSON.stringify({ runId, ...describe(result, report), report, reportSha256: hashReport(report), ...signed }, undefined, 2),
		);
	else show(result, report, terminal, describeOutput);
	return result.outcome === 'completed' ? 0 : 1;
}

/** A discovery refuses nothing by itself: the kernel does, from L0+ on. */
export const toLeastLevel = ({ level, discover }: Pick<CodeOptions, 'level' | 'discover'>): Level =>
	discover !== undefined && level === 'L0' ? 'L0+' : level;

async function openScratch({ scratch, keepChanges }: CodeOptions): Promise<ScratchCopy | undefined> {
	if (scratch === undefined) return undefined;
	if (scratch !== '' && !(await explainUnreadable(scratch, () => stat(scratch))).isDirectory()) throw notFolder(scratch);
	const [{ ScratchCopy }, { defaultScratchLimits }] = await Promise.all([
		import('../../sandbox/scratch/scratch-copy'),
		import('../../sandbox/scratch/scratch-folder'),
	]);
	return new ScratchCopy(defaultScratchLimits, scratch === '' ? undefined : scratch, keepChanges);
}

function describe({ outcome, exitCode, signal, limit, stdout, stderr }: SandboxResult, { level }: SandboxReport) {
	return { outcome, exitCode, signal, limit: limit ?? null, level: level.reached, stdout: stdout.toString(), stderr: stderr.toString() };
}

const describeText = (stdout: string): string[] => [printable(stdout.replace(/\n$/, ''))];

function show(result: SandboxResult, report: SandboxReport, terminal: Terminal, describeOutput: (stdout: string) => string[]): void {
	const { stdout, stderr } = result;
	if (stdout.length > 0) for (const line of describeOutput(stdout.toString())) terminal.print(line);
	if (stderr.length > 0) terminal.note(printable(stderr.toString().replace(/\n$/, '')));
	noteRefusals(report, terminal);
	noteDenied(result, terminal);
	terminal.note(describeEnding(result, report));
}

export function warnOfLevel({ level }: SandboxReport, terminal: Terminal): void {
	if (level.reached === 'L0')
		terminal.note('warning: L0 is not a boundary against malicious code. Run troupe sandbox check to see what would be one.');
}

/** @param completed what a process that ended well came to */
export function describeEnding(
	{ outcome, exitCode, signal, limit, elapsedMs }: SandboxResult,
	report: SandboxReport,
	completed = 'completed',
): string {
	const endings = {
		completed,
		failed: `failed with ${signal ?? `exit code ${exitCode}`}`,
		limit: `stopped at its limit of ${limit} (${describeLimit(limit, report.limits)})`,
		cancelled: 'cancelled',
	};
	const ending = `${endings[outcome]} after ${(elapsedMs / 1000).toFixed(1)} s`;
	return `${ending}, isolated at level ${report.level.reached}; report ${hashReport(report)}`;
}

function describeLimit(limit: SandboxResult['limit'], { memoryMb, timeMs, outputBytes }: SandboxReport['limits']): string {
	if (limit === 'memory') return `${memoryMb} MB; see --memory`;
	if (limit === 'threads') return String(maxThreads);
	if (limit === 'disk') return 'the size of the scratch folder';
	return limit === 'output' ? `${outputBytes} bytes` : `${timeMs / 1000} s; see --timeout`;
}

/** Opens the key before anything runs. @returns what signs a report */
export async function openReportSigner(
	{ keys, key }: KeyOptions,
	terminal: Terminal,
): Promise<((report: SandboxReport) => Promise<string>) | undefined> {
	if (keys === undefined) return undefined;
	const signer = await openSigner({ keys, key }, terminal);
	const { signReport } = await import('../../sandbox/report/sign-report');
	return (report) => signReport(report, signer);
}

async function readBytes(path: string, maxBytes: number): Promise<Buffer> {
	const { size } = await explainUnreadable(path, () => stat(path));
	if (size <= maxBytes) return explainUnreadable(path, () => readFile(path));
	const message = `${path} has ${size} bytes; the max is ${maxBytes}.`;
	throw new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Pass a smaller file.' });
}

const notFolder = (path: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} is not a folder.`,
		fix: 'Pass a folder, or --scratch= for an empty one.',
	});

const notJavaScript = (file: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} does not end with .js, .cjs or .mjs.`,
		fix: 'Pass a JavaScript file. Compile TypeScript first.',
	});
