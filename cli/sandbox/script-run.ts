import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { readSetting } from '../../core/base/settings';
import { defaultLimits, maxThreads } from '../../sandbox/levels/limits';
import type { SandboxReport } from '../../sandbox/report/report';
import type { SandboxResult } from '../../sandbox/workers/sandbox-worker';
import type { ExitCode } from '../terminal/report-error';
import { plain, type Terminal } from '../terminal/terminal';
import type { ScriptOptions } from './sandbox';

const maxScriptBytes = 16 * 1024 * 1024;
const maxInputBytes = 64 * 1024 * 1024;

/** Runs a file as untrusted code and prints its output; with `json`, the level and the report too. */
export async function runScriptCommand(options: ScriptOptions & { file: string }, terminal: Terminal): Promise<ExitCode> {
	const { file, level, input, json } = options;
	if (!/\.[cm]?js$/.test(file)) throw notJavaScript(file);
	const job = {
		name: basename(file),
		source: await readBytes(file, maxScriptBytes),
		...(input === undefined ? {} : { input: await readBytes(input, maxInputBytes) }),
	};
	const limits = { ...defaultLimits, memoryMb: options.memory, timeMs: options.time * 1000 };
	const sign = options.keys === undefined ? undefined : await openSigner(options.keys, options.signAs, terminal);
	const { runScript } = await import('../../sandbox/run/run-script');
	const stateFolder = troupeHome(terminal.environment);
	const { result, report } = await runScript({ job, limits, least: level, stateFolder }, terminal.stop);
	if (report.level.reached === 'L0')
		terminal.note('warning: L0 is not a boundary against malicious code. Run troupe sandbox check to see what would be one.');
	const { hashReport } = await import('../../sandbox/report/report');
	const signed = sign === undefined ? {} : { signedReport: await sign(report) };
	if (json)
		terminal.print(JSON.stringify({ ...describe(result, report), report, reportSha256: hashReport(report), ...signed }, undefined, 2));
	else show(result, report, hashReport(report), terminal);
	return result.outcome === 'completed' ? 0 : 1;
}

function describe({ outcome, exitCode, signal, limit, stdout, stderr }: SandboxResult, { level }: SandboxReport) {
	return { outcome, exitCode, signal, limit: limit ?? null, level: level.reached, stdout: stdout.toString(), stderr: stderr.toString() };
}

function show(result: SandboxResult, { level, limits }: SandboxReport, hash: string, terminal: Terminal): void {
	const { outcome, exitCode, signal, limit, stdout, stderr, elapsedMs } = result;
	if (stdout.length > 0) terminal.print(plain(stdout.toString().replace(/\n$/, '')));
	if (stderr.length > 0) terminal.note(plain(stderr.toString().replace(/\n$/, '')));
	const endings = {
		completed: 'completed',
		failed: `failed with ${signal ?? `exit code ${exitCode}`}`,
		limit: `stopped at its limit of ${limit} (${describeLimit(limit, limits)})`,
		cancelled: 'cancelled',
	};
	terminal.note(`${endings[outcome]} after ${(elapsedMs / 1000).toFixed(1)} s, isolated at level ${level.reached}; report ${hash}`);
}

function describeLimit(limit: SandboxResult['limit'], { memoryMb, timeMs, outputBytes }: SandboxReport['limits']): string {
	if (limit === 'memory') return `${memoryMb} MB; see --memory`;
	if (limit === 'threads') return String(maxThreads);
	return limit === 'output' ? `${outputBytes} bytes` : `${timeMs / 1000} s; see --time`;
}

/** Opened before anything runs: a wrong passphrase should not cost a run. */
async function openSigner(
	folder: string,
	role: ScriptOptions['signAs'],
	terminal: Terminal,
): Promise<(report: SandboxReport) => Promise<string>> {
	const [{ readSigner }, { signReport }] = await Promise.all([
		import('../../manifests/keys/key-files'),
		import('../../sandbox/report/sign-report'),
	]);
	const signer = readSigner(folder, role, { passphrase: readSetting('TROUPE_KEY_PASSPHRASE', terminal.environment) });
	return (report) => signReport(report, signer);
}

async function readBytes(path: string, maxBytes: number): Promise<Buffer> {
	const { size } = await stat(path);
	if (size <= maxBytes) return readFile(path);
	const message = `${path} has ${size} bytes; the max is ${maxBytes}.`;
	throw new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Pass a smaller file.' });
}

const notJavaScript = (file: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} does not end with .js, .cjs or .mjs.`,
		fix: 'Pass a JavaScript file. Compile TypeScript first.',
	});
