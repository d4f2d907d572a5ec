import type { ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TroupeError } from '../../core/base/errors';
import { parseRequestPattern } from '../../core/ports/capabilities/request-pattern';
import type { ProgramRequest, ProgramStart } from '../../core/ports/sandbox/programs';
import { guardProcess, killIfRunning } from '../../providers/processes/guard-memory';
import { grantFiles } from '../grants/grant-files';
import { listDescriptors } from '../levels/descriptors';
import { maxThreads } from '../levels/limits';
import { infoDescriptor, jobDescriptor } from '../levels/runner-source';
import { toSandboxRequest } from '../network/outlet';
import { outletDescriptor, outletSource } from '../network/outlet-source';
import { openNetwork } from '../run/run-network';
import { defaultScratchLimits } from '../scratch/scratch-folder';
import { watchTree } from '../scratch/watch-tree';
import { readInnerPid } from '../workers/read-inner-pid';
import { createRunFolder } from '../workers/run-folder';
import { notStarted } from '../workers/start-failure';
import { readStartReport } from '../workers/start-report';
import { launchProgram, workFolder } from './program-launch';
import { requireProgramLevel } from './program-level';

const level = 'L1';
/** Loaded before the program. */
const outletFile = 'outlet.cjs';
const memoryMb = 512;
/** Max CPU time of a server per run. */
const timeMs = 3_600_000;
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: workFolder, TMPDIR: workFolder, LANG: 'C.UTF-8' };

export async function isolateProgram(
	{ file, args, env, folders, requests = [], allowPrivateNetworks = false }: ProgramRequest,
	stateFolder: string,
): Promise<ProgramStart> {
	await requireProgramLevel(level, stateFolder);
	const writable = folders.filter(({ access }) => access === 'write').map(({ path }) => path);
	const { files, refused } = await grantFiles(folders, { level, stateFolder, folder: undefined, writable });
	if (refused[0]) throw notGranted(refused[0]);
	const outside = args.find(
		(arg) => isAbsolute(arg) && existsSync(arg) && !files.some(({ path }) => join(arg, '/').startsWith(join(path, '/'))),
	);
	if (outside !== undefined) throw notDeclared(outside);
	const scratch = createRunFolder();
	const network = requests.length > 0 ? openWayOut(requests, allowPrivateNetworks) : undefined;
	if (network) writeFileSync(join(scratch, outletFile), outletSource);
	const launch = launchProgram({
		file,
		args: network ? ['--require', `${workFolder}/${outletFile}`, ...args] : args,
		programs: [file],
		env: { ...environment, ...env },
		scratch,
		files,
		stateFolder,
		...(network && { sockets: [outletDescriptor] }),
		limits: { memoryMb, timeMs, fileBytes: defaultScratchLimits.bytes, threads: maxThreads },
	});
	const stdio = listDescriptors({ level, outlet: network !== undefined }, launch.outputs);
	// Its errors are discarded.
	stdio[2] = 'ignore';
	let unguard: (() => Promise<unknown>) | undefined;
	let unwatch: (() => void) | undefined;
	let told = 0;
	return {
		file: launch.file,
		args: launch.args,
		env: launch.env,
		stdio,
		async ready(child) {
			network?.outlet.serve(descriptor(child, outletDescriptor));
			const watched = readInnerPid(descriptor(child, infoDescriptor)).then((pid) => {
				if (pid === undefined) return;
				unguard = guardProcess(pid, { maxMb: memoryMb, maxThreads, withChildren: true });
				unwatch = watchTree(scratch, defaultScratchLimits, () => killIfRunning(pid));
			});
			const { landlock, blocked } = await readStartReport(descriptor(child, jobDescriptor));
			if (landlock === undefined) throw notStarted(level, { blocked, errors: '' });
			await watched;
		},
		takeRefused() {
			const reports = network?.traffic.reports.slice(told) ?? [];
			told += reports.length;
			return reports.filter(({ action }) => action === 'refuse').map(toSandboxRequest);
		},
		async ended() {
			unwatch?.();
			await network?.close();
			await unguard?.();
			await rm(scratch, { recursive: true, force: true });
		},
	};
}

/** The host makes the requests named in the definition, and refuses others. */
const openWayOut = (requests: readonly string[], allowPrivateNetworks: boolean) =>
	openNetwork({
		rules: requests.map((text) => ({ action: 'forward', pattern: parseRequestPattern(text) })),
		secrets: [],
		allowPrivateNetworks,
	});

const descriptor = ({ stdio }: ChildProcess, number: number): Duplex => (stdio as Array<Duplex | null>)[number]!;

const notDeclared = (path: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `A program of the agent gets the argument ${path}, which is in none of its folders: it could not read it.`,
		fix: 'Add the folder to "folders" of the MCP server in the agent definition.',
		details: { path },
	});

const notGranted = ({ value, reason }: { value: string; reason: string }) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `A program does not get the folder ${value}: ${reason}`,
		fix: 'Correct "folders" of the MCP server in the agent definition.',
		details: { path: value },
	});
