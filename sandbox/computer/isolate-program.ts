import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TroupeError } from '../../core/base/errors';
import type { ProgramRequest, ProgramStart } from '../../core/ports';
import { guardProcess } from '../../providers/processes/guard-memory';
import { grantFiles } from '../grants/grant-files';
import { listDescriptors } from '../levels/descriptors';
import { maxThreads } from '../levels/limits';
import { infoDescriptor, jobDescriptor } from '../levels/runner-source';
import { defaultScratchLimits } from '../scratch/scratch-folder';
import { readInnerPid } from '../workers/read-inner-pid';
import { createRunFolder } from '../workers/run-folder';
import { notStarted } from '../workers/start-failure';
import { readStartReport } from '../workers/start-report';
import { launchProgram, workFolder } from './program-launch';
import { requireProgramLevel } from './program-level';

const level = 'L1';
const memoryMb = 512;
/** Processor time for all that a server does in a run. */
const timeMs = 3_600_000;
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: workFolder, TMPDIR: workFolder, LANG: 'C.UTF-8' };

/** Prepares a program to start at L1: it has no network, sees no process but its own, and no file but its folders and a private one. */
export async function isolateProgram({ file, args, env, folders }: ProgramRequest, stateFolder: string): Promise<ProgramStart> {
	await requireProgramLevel(level, stateFolder);
	const writable = folders.filter(({ access }) => access === 'write').map(({ path }) => path);
	const { files, refused } = await grantFiles(folders, { level, stateFolder, folder: undefined, writable });
	if (refused[0]) throw notGranted(refused[0]);
	const outside = args.find(
		(arg) => isAbsolute(arg) && existsSync(arg) && !files.some(({ path }) => join(arg, '/').startsWith(join(path, '/'))),
	);
	if (outside !== undefined) throw notDeclared(outside);
	const scratch = createRunFolder();
	const launch = launchProgram({
		...{ file, args, programs: [file], env: { ...environment, ...env }, scratch, files, stateFolder },
		limits: { memoryMb, timeMs, fileBytes: defaultScratchLimits.bytes, threads: maxThreads },
	});
	const stdio = listDescriptors({ level }, launch.outputs);
	// Its errors are discarded.
	stdio[2] = 'ignore';
	let unguard: (() => Promise<unknown>) | undefined;
	return {
		...{ file: launch.file, args: launch.args, env: launch.env, stdio },
		async ready(child) {
			const watched = readInnerPid(descriptor(child, infoDescriptor)).then((pid) => {
				if (pid !== undefined) unguard = guardProcess(pid, { maxMb: memoryMb, maxThreads, withChildren: true });
			});
			const { landlock, blocked } = await readStartReport(descriptor(child, jobDescriptor));
			if (landlock === undefined) throw notStarted(level, { blocked, errors: '' });
			await watched;
		},
		async ended() {
			await unguard?.();
			await rm(scratch, { recursive: true, force: true });
		},
	};
}

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
