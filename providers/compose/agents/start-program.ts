import { openSync, readSync, closeSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { ProgramStart } from '../../../core/ports/sandbox/programs';
import type { McpTools } from '../../../core/tools/definition/server-tools';
import { findSystemProgram } from '../../processes/find-programs';
import { startDirectly } from '../../tools/mcp/start-directly';
import type { ToolHost } from '../hosts/tool-host';
import { requireAllowed } from './allowed-programs';
import { alsoInline } from './tool-secrets';

/**
 * Starts the program of an MCP server: in the sandbox, unless the operator's list exempts it. @param env with its secrets @throws TroupeError
 * TOOL_CHANGED, TOOL_INVALID, SANDBOX_LEVEL_TOO_LOW, INPUT_INVALID for the list
 */
export async function startProgram(
	{ server, command = '', args = [], folders = [], requests = [] }: McpTools,
	env: Record<string, string>,
	{ allowPrograms, isolateProgram, allowPrivateNetworks }: Pick<ToolHost, 'allowPrograms' | 'isolateProgram' | 'allowPrivateNetworks'>,
): Promise<ProgramStart> {
	const who = `The MCP server "${server}"`;
	const file = findProgram(command);
	if (file === undefined)
		throw invalid(server, `names the program ${command}, which is not installed`, 'Install it, or write its absolute path.');
	const listed =
		typeof allowPrograms === 'string'
			? await requireAllowed(who, { command: file, args, variables: Object.keys(env), folders, requests }, allowPrograms)
			: undefined;
	if (listed?.sandbox === false) return startDirectly(file, args, env);
	if (!isolateProgram) throw invalid(server, 'is a program, and this host has no sandbox to start it in', 'Run the agent with `troupe`.');
	if (isScript(file))
		throw invalid(
			server,
			`names the script ${file}`,
			'Name its interpreter as "command" and the script as the first of "args", such as "node".',
		);
	if (requests.length > 0 && !/^node(?:js)?$/.test(basename(file)))
		throw invalid(
			server,
			`names requests, which only programs of Node can make in the sandbox`,
			'Run it elsewhere and set its "url", or ask the operator to list it with "sandbox": false.',
		);
	return isolateProgram({
		file,
		args,
		env,
		folders: folders.map(({ path, access = 'read' }) => ({ path, access })),
		...(requests.length > 0 && { requests, allowPrivateNetworks }),
	});
}

/** @throws TroupeError TOOL_SOURCE_UNREACHABLE where the host lets agents start no programs */
export function requireProgramsAllowed({ server }: McpTools, { allowPrograms }: Pick<ToolHost, 'allowPrograms'>): void {
	if (allowPrograms) return;
	throw new TroupeError({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: `The MCP server "${server}" is a program, and this host does not allow agents to start programs.`,
		fix: `To allow this, set TROUPE_ALLOW_PROGRAMS to the absolute path of a file that lists the programs, or to true for any${alsoInline}; or run the server elsewhere and set its "url".`,
		details: { server },
	});
}

/** `node` means the Node that runs Troupe. */
function findProgram(command: string): string | undefined {
	if (isAbsolute(command)) return command;
	return command === 'node' ? process.execPath : findSystemProgram(command);
}

/** The sandbox starts one program; a script needs a second, its interpreter. */
function isScript(file: string): boolean {
	const start = Buffer.alloc(2);
	let descriptor: number | undefined;
	try {
		descriptor = openSync(file, 'r');
		readSync(descriptor, start);
	} catch {
		return false;
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
	return start.toString() === '#!';
}

const invalid = (server: string, problem: string, fix: string) =>
	new TroupeError({ code: 'TOOL_INVALID', message: `The MCP server "${server}" ${problem}.`, fix, details: { server } });
