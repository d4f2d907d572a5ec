/** Programs that the operator lets agents start, each with the hashes of its files. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { compileSchema } from '../../../core/json-schema/compile-schema';
import { containsPattern, parseRequestPattern } from '../../../core/ports/capabilities/request-pattern';
import type { McpTools } from '../../../core/tools/definition/server-tools';

type ProgramFolder = NonNullable<McpTools['folders']>[number];

interface AllowedProgram {
	/** Absolute path. */
	command: string;
	/** All arguments, in order. Default: none. */
	args?: string[];
	/** Names of the variables that definitions may set. Default: none, since some make a program run other code (`NODE_OPTIONS`). */
	env?: string[];
	/** The folders that definitions may give it, with all in them. Default: none. */
	folders?: ProgramFolder[];
	/** The requests that definitions may name for it. Default: none. */
	requests?: string[];
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
					folders: {
						type: 'array',
						maxItems: 50,
						items: {
							type: 'object',
							additionalProperties: false,
							required: ['path'],
							properties: { path: { ...text, pattern: '^/' }, access: { enum: ['read', 'write'] } },
						},
					},
					requests: { type: 'array', maxItems: 50, items: text },
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
		for (const { requests = [] } of value.programs) requests.forEach(parseRequestPattern);
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

interface WantedProgram {
	command: string;
	args: string[];
	variables: string[];
	folders: ProgramFolder[];
	requests: string[];
}

/**
 * Finds a program on the list, and checks its files and what it gets.
 * @throws TroupeError TOOL_INVALID if it, or something that it gets, is not listed, TOOL_CHANGED for a file with another hash, INPUT_INVALID for the list
 */
export async function requireAllowed(who: string, wanted: WantedProgram, list: string): Promise<AllowedProgram> {
	const { command, args, variables, folders, requests } = wanted;
	const programs = await readAllowedPrograms(list);
	const found = programs.find((one) => one.command === command && JSON.stringify(one.args ?? []) === JSON.stringify(args));
	if (found) {
		const changed = await findChangedFile(found);
		const unlisted = findUnlisted(wanted, found);
		if (!changed && unlisted) throw notListed(who, unlisted, list);
		if (!changed) return found;
		throw new TroupeError({
			code: 'TOOL_CHANGED',
			message: `${who} was not started: ${describeChangedFile(changed, list)}.`,
			fix: 'Review the file. If it is right, ask the operator to correct the entry of the program in the list.',
			details: { ...changed },
		});
	}
	const entry: AllowedProgram = {
		command,
		...(args.length > 0 && { args }),
		...(variables.length > 0 && { env: variables }),
		...(folders.length > 0 && { folders }),
		...(requests.length > 0 && { requests }),
		sha256: await hashFiles(command, args),
	};
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} starts ${[command, ...args].join(' ')}, which is not on the list of programs ${list} of this host.`,
		fix: `Ask the operator: to allow it, review its files and add ${JSON.stringify(entry)} to "programs" of the list.`,
		details: { command },
	});
}

interface Unlisted {
	what: 'variable' | 'folder' | 'request';
	field: 'env' | 'folders' | 'requests';
	value: unknown;
	name: string;
}

/** Returns the first thing that the definition gives the program and its entry does not. Outside of the sandbox, it has all folders and requests. */
function findUnlisted({ variables, folders, requests }: WantedProgram, entry: AllowedProgram): Unlisted | undefined {
	const variable = variables.find((name) => !entry.env?.includes(name));
	if (variable !== undefined) return { what: 'variable', field: 'env', value: variable, name: variable };
	if (entry.sandbox === false) return undefined;
	const folder = folders.find((one) => !entry.folders?.some((outer) => containsFolder(outer, one)));
	if (folder) return { what: 'folder', field: 'folders', value: folder, name: `${folder.path} (${folder.access ?? 'read'})` };
	const patterns = (entry.requests ?? []).map(parseRequestPattern);
	const request = requests.find((one) => !patterns.some((outer) => containsPattern(outer, parseRequestPattern(one))));
	return request === undefined ? undefined : { what: 'request', field: 'requests', value: request, name: request };
}

const containsFolder = (outer: ProgramFolder, { path, access = 'read' }: ProgramFolder): boolean =>
	join(resolve(path), '/').startsWith(join(resolve(outer.path), '/')) && (access === 'read' || outer.access === 'write');

const notListed = (who: string, { what, field, value, name }: Unlisted, list: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `${who} gives its program the ${what} ${name}, which ${list} does not allow.`,
		fix: `Ask the operator: to allow it, add ${JSON.stringify(value)} to "${field}" of the program.${field === 'env' ? ' Variables such as NODE_OPTIONS and LD_PRELOAD make a program run other code.' : ''}`,
		details: { [what]: name },
	});

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
