import { accessSync, closeSync, constants, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { isAtLeast, type Level } from '../levels/level';
import type { RefusedGrant } from './grants';

/** Program folders. The person's PATH says nothing about the sandbox. */
const folders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'];
/** Lists a process's children, which the host counts below L2. Some kernels lack it. */
const childrenFile = '/proc/thread-self/children';
const maxPrograms = 100;

export function grantPrograms(listed: readonly string[], level: Level): { programs: string[]; refused: RefusedGrant[] } {
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

export const listProgramFolders = (programs: readonly string[]): string[] => [...new Set(programs.map((path) => join(path, '..')))];

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
