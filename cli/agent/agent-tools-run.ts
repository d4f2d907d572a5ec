import { defaultTenant } from '../../core/base/tenant';
import { TroupeError } from '../../core/base/errors';
import { showHidden } from '../../core/base/text/show-hidden';
import { describeSwitch } from '../../core/switches/describe-switch';
import { describeTarget, quoteTarget, listToolSwitches } from '../../core/switches/find-switch';
import type { McpTools } from '../../core/tools/definition/server-tools';
import type { ToolDefinition } from '../../core/tools/definition/tool-settings';
import type { ActingAgent } from '../../core/ports/access/identity';
import type { ToolEffect } from '../../core/ports/tools/tool-effect';
import type { Tool } from '../../core/ports/tools/tools';
import { findToolWarnings } from '../../core/tools/tool-warnings';
import { computePin } from '../../core/tools/tool-pin';
import type { Host } from '../../providers/compose/hosts/host';
import { listSwitches } from '../../providers/compose/state/host-switches';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { hostFor, toAgentReference } from '../../providers/compose/agents/agent-reference';
import { withQuestions } from './decisions/confirm-programs';
import { readFileSync, statSync } from 'node:fs';
import { replaceFile } from '../terminal/replace-file';

export interface AgentToolsOptions {
	/** An id, or a path. */
	agent: string;
	json?: boolean;
	yes?: boolean;
	pin?: boolean;
}

/** A tool of an MCP server, compared with its pin in the definition. */
interface Row {
	server: string;
	tool: string;
	state: 'pinned' | 'changed' | 'missing' | 'not pinned';
	description?: string;
	effect?: ToolEffect;
	sha256?: string;
	/** Reasons to look at the tool before the agent uses it. */
	warnings?: string[];
}

/** Prints an MCP server's tools with the hashes that pin them. Returns 1 for a changed, missing, disabled or unreviewed pinned tool. */
export async function runAgentTools({ agent, json, yes, pin }: AgentToolsOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = withQuestions(await open(terminal), { yes }, terminal);
	await admitCommand(host, 'agent tools', terminal);
	const { readDefinition } = await import('../../providers/compose/agents/read-definition');
	const reference = toAgentReference(agent);
	const { definition, source } = await readDefinition(reference, hostFor(reference, host));
	const { id, version } = definition;
	// Its servers are called, and its programs are started.
	await host.gate.admit({ kind: 'agent', id, version, sha256: source.sha256 });
	const servers = (definition.tools?.define ?? []).filter((tool) => tool.kind === 'mcp');
	const rows: Row[] = [];
	const said: Tool[] = [];
	const off = listToolSwitches(await listSwitches(host), { tenant: host.tenant ?? defaultTenant, agent: id, version });
	for (const one of off) terminal.note(printable(`Off: ${describeTarget(one)}: ${one.reason}`));
	for (const server of servers) {
		const tools = await listTools(
			server,
			{ id, version, sha256: source.sha256 },
			{ ...host, isPublished: source.published !== undefined },
			terminal.stop,
		);
		said.push(...tools);
		rows.push(...compare(server, tools));
	}
	await addWarnings(rows, said, definition.tools?.define ?? []);
	const pins = collectPins(rows);
	if (json) terminal.print(JSON.stringify({ tools: rows, pins, off: off.map(describeSwitch) }, null, '\t'));
	else if (servers.length === 0) terminal.note('The agent has no MCP servers.');
	else printRows(rows, pins, terminal);
	const needsLook = rows.some(({ warnings }) => warnings !== undefined);
	if (pin) pinFile(source, { pins, needsLook }, terminal);
	for (const one of off) terminal.note(printable(`When it is right again: troupe switch on ${quoteTarget(one)}`));
	return off.length > 0 || needsLook || (!pin && rows.some(({ state }) => isBroken(state))) ? 1 : 0;
}

/** @throws TroupeError INPUT_INVALID for an agent that is not a file */
function pinFile(source: { file?: true; where: string }, { pins, needsLook }: Pinning, terminal: Terminal): void {
	if (!source.file)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The agent is published, so its pins cannot be changed.',
			fix: 'Pin the tools in its file, and publish a new version.',
		});
	if (needsLook)
		return terminal.note('Nothing was pinned, because tools need a look. Write the pins of those that you accept into the file yourself.');
	pinTools(source.where, pins);
	terminal.note(printable(`pinned in ${source.where}`));
}

interface Pinning {
	pins: Record<string, Record<string, string>>;
	/** A pinned tool is not screened any more. */
	needsLook: boolean;
}

function printRows(rows: Row[], pins: ReturnType<typeof collectPins>, terminal: Terminal): void {
	for (const line of tableLines(columns, rows, terminal, ({ state }) => (isBroken(state) ? 'red' : undefined))) terminal.print(line);
	for (const { server, tool, warnings = [] } of rows)
		for (const warning of warnings) terminal.note(`${server} ${printable(showHidden(tool))}: ${warning}`);
	if (rows.some(({ state }) => state !== 'pinned'))
		for (const server of Object.keys(pins)) terminal.note(`${server}: "pins": ${JSON.stringify(pins[server])}`);
}

/** Compares the tools of all servers with one another, and with those of the definition. */
async function addWarnings(rows: Row[], said: Tool[], define: ToolDefinition[]): Promise<void> {
	const own = define.flatMap((tool) => ('name' in tool && tool.name !== undefined ? [{ name: tool.name, source: tool.kind }] : []));
	for (const row of rows) {
		const tool = said.find(({ name, source }) => name === row.tool && source === `mcp:${row.server}`);
		const warnings = tool ? await findToolWarnings(tool, [...said, ...own]) : [];
		if (warnings.length > 0) row.warnings = warnings;
	}
}

async function listTools(
	{ pins: _pins, identity, ...server }: McpTools,
	agent: ActingAgent,
	host: Host,
	signal: AbortSignal,
): Promise<Tool[]> {
	const { composeServer } = await import('../../providers/compose/agents/mcp-tools');
	// Nobody asks: the token names the agent alone.
	const told = identity && { identity: { ...identity, person: undefined } };
	const source = composeServer({ ...server, ...told }, host);
	try {
		return await source.tools(signal, { agent, callers: [], runId: 'troupe agent tools', asker: [] });
	} finally {
		await source.close();
	}
}

function compare({ server, pins = {} }: McpTools, tools: Tool[]): Row[] {
	const listed = tools.map((tool): Row => {
		const { name, description, effect } = tool;
		const sha256 = computePin(tool);
		const pin = pins[name];
		const state = pin === undefined ? 'not pinned' : pin === sha256 ? 'pinned' : 'changed';
		return { server, tool: name, state, description, effect, sha256 };
	});
	const missing = Object.keys(pins).filter((name) => !tools.some((tool) => tool.name === name));
	return [...listed, ...missing.map((tool): Row => ({ server, tool, state: 'missing' }))];
}

const isBroken = (state: Row['state']) => state === 'changed' || state === 'missing';

function collectPins(rows: Row[]): Record<string, Record<string, string>> {
	const pins: Record<string, Record<string, string>> = {};
	for (const { server, tool, sha256 } of rows) if (sha256 !== undefined) (pins[server] ??= {})[tool] = sha256;
	return pins;
}

const columns: Array<Column<Row>> = [
	{ name: 'server', title: 'server', value: ({ server }) => server },
	{ name: 'tool', title: 'tool', value: ({ tool }) => tool },
	{ name: 'state', title: 'state', value: ({ state }) => state },
	{ name: 'effect', title: 'effect', value: ({ effect }) => effect ?? null },
	{ name: 'sha256', title: 'sha256', value: ({ sha256 }) => sha256 ?? null, show: ({ sha256 = '-' }) => sha256.slice(0, 12) },
	{ name: 'description', title: 'description', value: ({ description }) => printable(description?.split('\n')[0]?.slice(0, 60) ?? '') },
];

/** Writes the pins of servers into the file of an agent, in the layout that it has. */
function pinTools(path: string, pins: Record<string, Record<string, string>>): void {
	const text = readFileSync(path, 'utf8');
	const definition = JSON.parse(text.replace(/^\uFEFF/, '')) as { tools?: { define?: ToolDefinition[] } };
	for (const tool of definition.tools?.define ?? [])
		if (tool.kind === 'mcp' && Object.hasOwn(pins, tool.server)) tool.pins = pins[tool.server];
	const [, indent = '\t'] = /^\{\r?\n([ \t]+)/.exec(text) ?? [];
	replaceFile(path, `${JSON.stringify(definition, null, indent)}\n`, statSync(path).mode & 0o777);
}
