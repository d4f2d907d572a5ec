import { accessSync, closeSync, constants, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { Level } from '../levels/level';
import { isAtLeast } from '../levels/level';
import { grantFiles } from './grant-files';
import type { Grants, RefusedGrant, RunPermissions } from './grants';

/** Program folders. The person's PATH says nothing about the sandbox. */
const folders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'];
/** Lists a process's children, which the host counts below L2. Some kernels lack it. */
const childrenFile = '/proc/thread-self/children';
const maxPrograms = 100;

function grantPrograms(listed: readonly string[], level: Level): { programs: string[]; refused: RefusedGrant[] } {
	const programs = new Set<string>();
	const refused: RefusedGrant[] = [];
	for (const value of listed) {
		const path = isAbsolute(value) ? resolve(value) : folders.map((folder) => join(folder, value)).find((one) => existsSync(one));
		const reason =
			findReason(value, path, level) ?? (programs.size >= maxPrograms ? `A run has at most ${maxPrograms} programs.` : undefined);
		if (reason === undefined) programs.add(path!);
		else refused.push({ kind: 'programs', value, reason });
	}
	return { programs: [...programs], refused };
}

const listProgramFolders = (programs: readonly string[]): string[] => [...new Set(programs.map((path) => join(path, '..')))];

function findReason(value: string, path: string | undefined, level: Level): string | undefined {
	if (isAtLeast(level, 'L3')) return 'A container has the programs of its image, and code in it starts none of them.';
	if (!isAtLeast(level, 'L1')) return `Programs need level L1: at ${level}, they could reach other processes.`;
	if (!isAtLeast(level, 'L2') && !existsSync(childrenFile))
		return 'Programs need level L2 here: this kernel does not list the children of a process.';
	if (value.includes('/') && !isAbsolute(value)) return 'Write a name, such as git, or an absolute path.';
	if (path === undefined || !existsSync(path)) return 'It is not installed.';
	return isProgram(path) ? undefined : 'It is not a program in machine code. List the interpreter of a script, and the script as a file.';
}

/** Checks that the kernel can start a path. Its rights equal read rights, so that no other file passes. */
function isProgram(path: string): boolean {
	try {
		const real = realpathSync(path);
		accessSync(real, constants.X_OK | constants.R_OK);
		if (!statSync(real).isFile()) return false;
		const start = Buffer.alloc(4);
		const file = openSync(real, 'r');
		try {
			readSync(file, start);
		} finally {
			closeSync(file);
		}
		return start.toString('latin1') === '\x7fELF';
	} catch {
		return false;
	}
}

/** Grants files, programs and variables of a list at this level. Requests, node types and tools are decided at use. */
export async function grantCapabilities(permissions: RunPermissions, level: Level, stateFolder: string): Promise<Grants> {
	const { capabilities, environment = {}, withheld } = permissions;
	if (withheld !== undefined) return { files: [], programs: [], environment: {}, refused: refuseAll(capabilities, withheld) };
	const { files, refused } = await grantFiles(capabilities?.files ?? [], { ...permissions, level, stateFolder });
	const started = grantPrograms(capabilities?.programs ?? [], level);
	const { programs } = started;
	const path: Record<string, string> = programs.length > 0 ? { PATH: listProgramFolders(programs).join(':') } : {};
	return {
		files,
		programs,
		environment: { ...path, ...environment },
		refused: [...refused, ...started.refused, ...refuseVariables(capabilities?.environment ?? [], environment)],
	};
}

const refuseAll = ({ files = [], programs = [], environment = [] }: Partial<Capabilities> = {}, reason: string): RefusedGrant[] => [
	...files.map(({ path }) => ({ kind: 'files' as const, value: path, reason })),
	...programs.map((value) => ({ kind: 'programs' as const, value, reason })),
	...environment.map((value) => ({ kind: 'environment' as const, value, reason })),
];

/** A list never gives values of this machine to code: a person does, for a run. */
const refuseVariables = (listed: readonly string[], environment: Readonly<Record<string, string>>): RefusedGrant[] =>
	listed
		.filter((name) => !Object.hasOwn(environment, name))
		.map((value) => ({
			kind: 'environment',
			value,
			reason: `A person has to give its value: pass --env ${value}.`,
		}));
