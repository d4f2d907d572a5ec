import { closeSync, existsSync, statSync } from 'node:fs';
import type { Libc } from './libc';
import type { SystemCalls } from './system-calls';

// linux/landlock.h. Each ABI adds rights; an unknown one refuses the ruleset.
const [execute, readFile, readFolder] = [1n << 0n, 1n << 2n, 1n << 3n];
const rightsByAbi: Array<[abi: number, rights: bigint]> = [
	[1, (1n << 13n) - 1n],
	[2, 1n << 13n],
	[3, 1n << 14n],
	[5, 1n << 15n],
];
const writeFile = 1n << 1n;
const writeFiles = writeFile | (1n << 4n) | (1n << 5n) | (1n << 7n) | (1n << 8n);
const truncate = 1n << 14n;
/** Rights for a rule on a file: folder rights refuse it. */
const rightsOfFiles = execute | writeFile | readFile | truncate;
const tcp = 3n;
const abstractSocketsAndSignals = 3n;
const pathBeneath = 1;
const [openPath, closeOnExec, here] = [0x200000, 0x80000, -100];

export interface LandlockPaths {
	/** Mapped or executed files. A task that becomes this Node adds Node's. */
	programs: string[];
	readable: string[];
	/** Writable files, and folders for creating, changing and removing files and folders, but no links, sockets and devices. */
	writable: string[];
	/** Folders of this process alone: it creates everything there, and executes nothing. */
	own?: string[];
}

/**
 * Restricts this thread and its later program to these paths and Node's files: https://docs.kernel.org/userspace-api/landlock.html. @returns the
 * kernel's version of Landlock @throws Error where the kernel has none
 */
export function restrictFiles(libc: Libc, { numbers }: SystemCalls, { programs, readable, writable, own = [] }: LandlockPaths): number {
	const abi = libc.call('landlock_create_ruleset', numbers.landlock_create_ruleset, 0, 0, 1);
	const ruleset = libc.call('landlock_create_ruleset', numbers.landlock_create_ruleset, ...describeRuleset(abi), 0);
	const addRule = (path: string, rights: bigint) => {
		if (!existsSync(path)) return;
		const parent = libc.call('openat', numbers.openat, here, path, openPath | closeOnExec);
		const rule = Buffer.alloc(12);
		rule.writeBigUInt64LE(statSync(path).isDirectory() ? rights | readFolder : rights & rightsOfFiles);
		rule.writeInt32LE(parent, 8);
		libc.call('landlock_add_rule', numbers.landlock_add_rule, ruleset, pathBeneath, rule, 0);
		closeSync(parent); // Descriptors are limited.
	};
	for (const path of programs) addRule(path, readFile | execute);
	for (const path of readable) addRule(path, readFile);
	for (const path of writable) addRule(path, readFile | (abi >= 3 ? writeFiles | truncate : writeFiles));
	for (const path of own) addRule(path, listFileRights(abi) & ~execute);
	libc.call('landlock_restrict_self', numbers.landlock_restrict_self, ruleset, 0);
	return abi;
}

const listFileRights = (abi: number): bigint => rightsByAbi.filter(([since]) => abi >= since).reduce((all, [, rights]) => all | rights, 0n);

export function hasLandlock(libc: Libc, { numbers }: SystemCalls): boolean {
	try {
		return libc.call('landlock_create_ruleset', numbers.landlock_create_ruleset, 0, 0, 1) > 0;
	} catch {
		return false;
	}
}

function describeRuleset(abi: number): [Buffer, number] {
	const attributes = Buffer.alloc(24);
	attributes.writeBigUInt64LE(listFileRights(abi), 0);
	attributes.writeBigUInt64LE(tcp, 8);
	attributes.writeBigUInt64LE(abstractSocketsAndSignals, 16);
	return [attributes, abi >= 6 ? 24 : abi >= 4 ? 16 : 8];
}
