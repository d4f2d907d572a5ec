/** Unapproved programs of agents: a person of this machine is asked before the first start of each. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { canonicalJson } from '../../../core/json-schema/canonical-json';
import { listSecrets } from '../../../core/tools/tool-headers';
import type { McpTools } from '../../../core/tools/definition/server-tools';
import type { VaultHost } from '../hosts/state-host';
import type { ToolHost } from '../hosts/tool-host';

export type ConfirmingHost = Pick<ToolHost, 'allowPrograms' | 'confirmProgram' | 'isPublished'> & Pick<VaultHost, 'stateFolder'>;

/**
 * Asks before the first start of a program and after each change of it. A list of the operator, or the signature of a published agent, answers too.
 * @throws TroupeError TOOL_INVALID where nobody can be asked, CANCELLED if the person declines
 */
export async function requireConfirmed(program: McpTools, agent: string, host: ConfirmingHost): Promise<void> {
	const { allowPrograms, confirmProgram, isPublished = false, stateFolder } = host;
	if (isPublished || allowPrograms !== true) return;
	const file = stateFolder === undefined ? undefined : join(stateFolder, 'confirmed-programs');
	const line = `${hashProgram(program)}\n`;
	if (file !== undefined && readLines(file).includes(line.trim())) return;
	if (!confirmProgram) throw unknown(program.server, agent);
	if (!(await confirmProgram(describeStart(program, agent)))) throw declined(program.server);
	if (file === undefined) return;
	mkdirSync(stateFolder!, { recursive: true, mode: 0o700 });
	appendFileSync(file, line, { mode: 0o600 });
}

function hashProgram({ command, args = [], env = {}, folders = [], requests = [] }: McpTools): string {
	return createHash('sha256').update(canonicalJson({ command, args, env, folders, requests })).digest('hex');
}

function readLines(file: string): string[] {
	try {
		return readFileSync(file, 'utf8').split('\n');
	} catch {
		return [];
	}
}

function describeStart({ server, command = '', args = [], env = {}, folders = [], requests = [] }: McpTools, agent: string): string {
	const shown = [command, ...args].map((part) => JSON.stringify(part)).join(' ');
	const variables = Object.entries(env).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
	const secrets = [...new Set(Object.values(env).flatMap(listSecrets))];
	const reach = [
		folders.map(({ path, access = 'read' }) => `${access}s ${path}`).join(', ') || 'no folders',
		...(requests.length > 0 ? [`makes the requests ${requests.join(', ')}`] : []),
		...(variables.length > 0 ? [`sets ${variables.join(', ')}`] : []),
		...(secrets.length > 0 ? [`gets the secrets ${secrets.join(', ')}`] : []),
	];
	return `Start ${shown} in the sandbox, as the MCP server "${server}" of ${agent} (${reach.join('; ')})?`;
}

const unknown = (server: string, agent: string) =>
	new TroupeError({
		code: 'TOOL_INVALID',
		message: `The program of the MCP server "${server}" of ${agent} was not started: nobody approved it on this machine, and nobody can be asked here.`,
		fix: `Review the program, then run \`troupe agent tools ${agent}\` on this machine and answer y (or pass --yes); or publish the agent, or list the program in TROUPE_ALLOW_PROGRAMS.`,
		details: { server },
	});

const declined = (server: string) =>
	new TroupeError({
		code: 'CANCELLED',
		message: `The program of the MCP server "${server}" was not started.`,
		fix: 'Remove the server from the definition, or answer y.',
	});
