import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { readSetting } from '../../core/base/settings';
import { defaultLimits, maxThreads } from '../../sandbox/levels/limits';
import type { RunNetwork } from '../../sandbox/run/run-network';
import type { ScriptRun } from '../../sandbox/run/run-script';
import type { ScratchCopy } from '../../sandbox/scratch/scratch-copy';
import { hashReport, type SandboxReport } from '../../sandbox/report/report';
import type { SandboxResult } from '../../sandbox/workers/sandbox-worker';
import type { ExitCode } from '../terminal/report-error';
import { explainUnreadable } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';
import { plain, type Terminal } from '../terminal/terminal';
import { openRunNetwork, writeRecord } from './network-options';
import type { CodeOptions, ScriptOptions, SigningOptions } from './sandbox';

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
	return runCode(options, { job }, terminal);
}

/** Runs code with the options that all commands have, and prints its output and the report. */
export async function runCode(
	options: CodeOptions,
	code: Pick<ScriptRun, 'job' | 'readable' | 'reported'>,
	terminal: Terminal,
): Promise<ExitCode> {
	const { level, json } = options;
	const limits = { ...defaultLimits, memoryMb: options.memory, timeMs: options.time * 1000 };
	const sign = options.keys === undefined ? undefined : await openSigner(options.keys, options.signAs, terminal);
	const { runScript } = await import('../../sandbox/run/run-script');
	const stateFolder = troupeHome(terminal.environment);
	const network = await openRunNetwork(options, terminal);
	const [scratch, audit] = [await openScratch(options), options.audit !== undefined];
	const least = audit && level === 'L0' ? 'L0+' : level;
	const { result, report } = await runScript({ ...code, limits, least, stateFolder, network, scratch, audit }, terminal.stop).finally(() =>
		network?.close(),
	);
	if (network && options.record !== undefined) await writeRecord(options.record, report.subject.name, network);
	if (network && options.audit !== undefined) await writeAudit(options.audit, network, result);
	warnOfLevel(report, terminal);
	const signed = sign === undefined ? {} : { signedReport: await sign(report) };
	if (json)
		terminal.print(JSON.stringify({ ...describe(result, report), report, reportSha256: hashReport(report), ...signed }, undefined, 2));
	else show(result, report, terminal);
	return result.outcome === 'completed' ? 0 : 1;
}

async function openScratch({ scratch, keepChanges }: CodeOptions): Promise<ScratchCopy | undefined> {
	if (scratch === undefined) return undefined;
	const [{ ScratchCopy }, { defaultScratchLimits }] = await Promise.all([
		import('../../sandbox/scratch/scratch-copy'),
		import('../../sandbox/scratch/scratch-folder'),
	]);
	return new ScratchCopy(defaultScratchLimits, scratch === '' ? undefined : scratch, keepChanges);
}

async function writeAudit(file: string, { traffic }: RunNetwork, { notes }: SandboxResult): Promise<void> {
	const { proposeCapabilities, readNotes } = await import('../../sandbox/audit/propose-capabilities');
	replaceFile(file, `${JSON.stringify(proposeCapabilities(traffic.reports, readNotes(notes)), undefined, '\t')}\n`, 0o600);
}

function describe({ outcome, exitCode, signal, limit, stdout, stderr }: SandboxResult, { level }: SandboxReport) {
	return { outcome, exitCode, signal, limit: limit ?? null, level: level.reached, stdout: stdout.toString(), stderr: stderr.toString() };
}

function show(result: SandboxResult, report: SandboxReport, terminal: Terminal): void {
	const { stdout, stderr } = result;
	if (stdout.length > 0) terminal.print(plain(stdout.toString().replace(/\n$/, '')));
	if (stderr.length > 0) terminal.note(plain(stderr.toString().replace(/\n$/, '')));
	terminal.note(describeEnding(result, report));
}

export function warnOfLevel({ level }: SandboxReport, terminal: Terminal): void {
	if (level.reached === 'L0')
		terminal.note('warning: L0 is not a boundary against malicious code. Run troupe sandbox check to see what would be one.');
}

/** Describes on one line how a run ended, how far it was isolated, and which report says so. */
export function describeEnding({ outcome, exitCode, signal, limit, elapsedMs }: SandboxResult, report: SandboxReport): string {
	const endings = {
		completed: 'completed',
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
	return limit === 'output' ? `${outputBytes} bytes` : `${timeMs / 1000} s; see --time`;
}

/** Opened before anything runs: a wrong passphrase should not cost a run. */
export async function openSigner(
	folder: string,
	role: SigningOptions['signAs'],
	terminal: Terminal,
): Promise<(report: SandboxReport) => Promise<string>> {
	const [{ readSigner }, { signReport }] = await Promise.all([
		import('../../manifests/keys/key-files'),
		import('../../sandbox/report/sign-report'),
	]);
	const signer = readSigner(folder, role ?? 'author', { passphrase: readSetting('TROUPE_KEY_PASSPHRASE', terminal.environment) });
	return (report) => signReport(report, signer);
}

async function readBytes(path: string, maxBytes: number): Promise<Buffer> {
	const { size } = await explainUnreadable(path, () => stat(path));
	if (size <= maxBytes) return explainUnreadable(path, () => readFile(path));
	const message = `${path} has ${size} bytes; the max is ${maxBytes}.`;
	throw new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Pass a smaller file.' });
}

const notJavaScript = (file: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} does not end with .js, .cjs or .mjs.`,
		fix: 'Pass a JavaScript file. Compile TypeScript first.',
	});
