import { isTroupeError } from '../../core/base/errors';
import type { Host } from '../../providers/compose/hosts/host';
import { validateAgents } from '../../service/operations/agents/validate-agents';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { onlyHere } from '../services/only-here';
import { countNouns, shortenLine } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { toAgentReference } from '../../providers/compose/agents/agent-reference';
import { type AgentEntry, listInventory } from '../../providers/compose/agents/inventory';

const maxPurpose = 70;

const columns: Array<Column<AgentEntry>> = [
	{ name: 'id', title: 'agent', value: ({ id }) => id },
	{ name: 'version', title: 'version', value: ({ version }) => version },
	{ name: 'from', title: 'from', value: ({ from }) => from },
	{ name: 'state', title: 'state', value: describeState },
	{ name: 'purpose', title: 'purpose', value: ({ purpose }) => purpose, show: ({ purpose }) => shortenLine(purpose ?? '-', maxPurpose) },
];

function describeState({ problems, warnings, deprecated }: AgentEntry): string {
	if (problems.length > 0) return 'invalid';
	if (deprecated) return 'deprecated';
	return warnings.length > 0 ? countNouns(warnings.length, 'warning') : 'ready';
}

export async function runAgentList({ json }: { json?: boolean }, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	const refused = await findRefusal(host);
	if (refused !== undefined) terminal.note(`no agent can run: ${refused}`);
	const agents = await listInventory(host, terminal);
	if (json) terminal.print(JSON.stringify({ agents, ...(refused !== undefined && { refused }) }, null, '\t'));
	else {
		const shown = refused === undefined ? columns : columns.map((one) => (one.name === 'state' ? { ...one, value: () => 'refused' } : one));
		for (const line of tableLines(shown, agents, terminal, ({ problems }) => (problems.length > 0 ? 'red' : undefined)))
			terminal.print(line);
		if (agents.some(({ problems, warnings }) => problems.length + warnings.length > 0)) terminal.note('see: troupe agent validate');
	}
	return 0;
}

/** Returns why the gate refuses to run any agent, such as for a changed file of the package. */
async function findRefusal({ gate }: Host): Promise<string | undefined> {
	try {
		await gate.admit({ kind: 'command', name: 'agent run' });
		return undefined;
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return [error.message, error.fix].filter(Boolean).join(' ');
	}
}

export interface AgentValidateOptions {
	/** Ids or paths. Default: all agents in the agent folders. */
	agents: string[];
	json?: boolean;
}

/** Returns 1 if one of them cannot run. */
export async function runAgentValidate({ agents, json }: AgentValidateOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const paths = agents.map(toAgentReference).filter(({ kind }) => kind === 'file');
	if (paths.length > 0) onlyHere('The path of a definition', terminal);
	const { agents: entries } = await callOperation(validateAgents, { agents }, terminal, open as never);
	if (json) terminal.print(JSON.stringify({ agents: entries }, null, '\t'));
	else {
		for (const entry of entries) for (const line of verdictLines(entry, terminal)) terminal.print(line);
		if (entries.length === 0) terminal.note('There is no agent in the agent folders.');
	}
	return entries.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

function verdictLines({ id, version, path, problems, warnings }: AgentEntry, { style }: Terminal): string[] {
	const isValid = problems.length === 0;
	const verdict = style(isValid ? 'green' : 'red', isValid ? 'valid' : 'invalid');
	return [
		`${verdict} ${printable([id, version, path].filter(Boolean).join(' '))}`,
		...problems.map((problem) => `  ${style('red', 'error')}: ${printable(problem)}`),
		...warnings.map((warning) => `  ${style('yellow', 'warning')}: ${printable(warning)}`),
	];
}
