/** Programs that the operator lets agents start, each with the hashes of its files. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { compileSchema } from '../../../core/json-schema/compile-schema';

export interface AllowedProgram {
	/** Absolute path. */
	command: string;
	/** All arguments, in order. Default: none. */
	args?: string[];
	/** Names of the variables that definitions may set. Default: none, since some make a program run other code (`NODE_OPTIONS`). */
	env?: string[];
	/** SHA-256, in hex, of the command and of each file among the arguments, by path. */
	sha256: Record<string, string>;
	/** False starts it outside of the sandbox: with the files, the network and the rights of Troupe. */
	sandbox?: boolean;
}

const text = { type: 'string', minLength: 1, maxLength: 2_000 };
const schema = {
	type: 'object',
	additionalProperties: false,
	required: ['programs'],
	properties: {
		programs: {
			type: 'array',
			maxItems: 200,
			items: {
				type: 'object',
				additionalProperties: false,
				required: ['command', 'sha256'],
				properties: {
					command: { ...text, pattern: '^/' },
					args: { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 2_000 } },
					env: { type: 'array', maxItems: 50, items: { ...text, pattern: '^[A-Za-z_][A-Za-z0-9_]*$' } },
					sha256: { type: 'object', minProperties: 1, additionalProperties: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
					sandbox: { type: 'boolean' },
				},
			},
		},
	},
};

/** @throws TroupeError INPUT_INVALID */
export async function readAllowedPrograms(path: string): Promise<AllowedProgram[]> {
	try {
		const value = JSON.parse(await readFile(path, 'utf8')) as { programs: AllowedProgram[] };
		const problems = (await compileSchema(schema, { thorough: true }))(value);
		if (problems.length > 0) throw new Error(problems.join('; '));
		return value.programs;
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The list of programs ${path} cannot be used: ${getErrorMessage(cause)}.`,
			fix: 'Set TROUPE_ALLOW_PROGRAMS to the absolute path of a JSON file as docs/agents/tools.md describes it, or correct the file.',
			details: { path },
			cause,
		});
	}
}

/** A program that a definition wants to start. */
interface WantedProgram {
	command: string;
	args: string[];
	/** The names of its variables. */
	variables: string[];
}

/**
 * Finds a program on the list, and checks its files.
 * @throws TroupeError TOOL_INVALID if it, or a variable, is not listed, TOOL_CHANGED for a file with another hash, INPUT_INVALID for the list
 */
export async function requireAllowed(who: string, { command, args, variables }: WantedProgram, list: string): Promise<AllowedProgram> {
	const programs = await readAllowedPrograms(list);
	const found = programs.find((one) => one.command === command && JSON.stringify(one.args ?? []) === JSON.stringify(args));
	if (found) {
		const changed = await findChangedFile(found);
		const unlisted = variables.find((name) => !found.env?.includes(name));
		if (!changed && unlisted !== undefined) throw unlistedVariable(who, unlisted, list);
		if (!changed) return found;
		throw new TroupeError({
			code: 'TOOL_CHANGED',
			message: `${who} was not started: ${describeChangedFile(changed, list)}.`,
			fix: 'Review the file. If it is right, ask the operator to correct the entry of the program in the list.',
			details: { ...changed },
		});
	}
	const entry: AllowedProgram = {
		...{ command, ...(args.length > 0 && { args }), ...(variables.length > 0 && { env: variables }) },
		sha256: await hashFiles(command, args),
	};
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} starts ${[command, ...args].join(' ')}, which is not on the list of programs ${list} of this host.`,
		fix: `Ask the operator: to allow it, review its files and add ${JSON.stringify(entry)} to "programs" of the list.`,
		details: { command },
	});
}

const unlistedVariable = (who: string, name: string, list: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} sets the variable ${name} of its program, which ${list} does not allow.`,
		fix: `Ask the operator: to allow it, add "${name}" to "env" of the program. Variables such as NODE_OPTIONS and LD_PRELOAD make a program run other code.`,
		details: { variable: name },
	});

/** A file of a listed program that is not the listed one. */
interface ChangedFile {
	path: string;
	/** SHA-256 in the list; absent if it has none. */
	expected?: string;
	/** SHA-256 of the file; absent if the program starts without such a file. */
	actual?: string;
}

/** Returns the first file of a program that is not the listed one. */
export async function findChangedFile({ command, args = [], sha256 }: AllowedProgram): Promise<ChangedFile | undefined> {
	const hashes = await hashFiles(command, args);
	const path = [...new Set([command, ...Object.keys(hashes), ...Object.keys(sha256)])].find(
		(one) => hashes[one] === undefined || hashes[one] !== sha256[one],
	);
	return path === undefined ? undefined : { path, expected: sha256[path], actual: hashes[path] };
}

/** Describes how a file differs from its list. */
export function describeChangedFile({ path, expected, actual }: ChangedFile, list: string): string {
	if (actual === undefined) return `${list} names ${path}, which does not exist or is neither its command nor one of its arguments`;
	if (expected === undefined) return `${list} has no SHA-256 of ${path}, which is ${actual}`;
	return `${path} has the SHA-256 ${actual}, but ${list} has ${expected}`;
}

async function hashFiles(command: string, args: string[]): Promise<Record<string, string>> {
	const files = [command, ...args].filter((path) => isAbsolute(path) && statSync(path, { throwIfNoEntry: false })?.isFile());
	return Object.fromEntries(await Promise.all(files.map(async (path) => [path, await hashFile(path)] as const)));
}

async function hashFile(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return hash.digest('hex');
}
