import { TroupeError } from '../../core/base/errors';
import type { ToolRequest } from '../../core/ports/tools/tool-requests';
import { suggestAlternatives } from '../../core/tools/requests/suggest-alternatives';
import { composeToolRequests } from '../../providers/compose/state/host-tool-requests';
import { openPrivateState } from '../host';
import { countNouns } from '../terminal/format-text';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { listKnownNodes } from './known-nodes';

export interface RequestOptions {
	json?: boolean;
}

export interface RemoveOptions extends RequestOptions {
	yes?: boolean;
}

export interface RequestListOptions extends RequestOptions {
	limit: number;
}

export async function runRequestList({ limit, json }: RequestListOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openRequests(terminal);
	const requests = await store.list(tenant, limit);
	if (json) terminal.print(JSON.stringify(requests.map(describe)));
	else if (requests.length === 0) terminal.note(`No agent of the tenant ${tenant} asked for a tool that nobody has.`);
	else {
		tableOf(requests, terminal).forEach(terminal.print);
		terminal.note('see: troupe requests show TOOL');
	}
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a name that no tool can have */
export async function runRequestShow(tool: string, { json }: RequestOptions, terminal: Terminal): Promise<ExitCode> {
	checkName(tool);
	const { store, tenant } = await openRequests(terminal);
	const requests = (await store.list(tenant, maxListed)).filter((request) => request.tool === tool);
	const nodes = listKnownNodes(terminal.environment);
	const alternatives = suggestAlternatives(tool, nodes ?? []);
	if (json) {
		terminal.print(JSON.stringify({ tool, requests: requests.map(describe), alternatives, searchedNodes: nodes?.length ?? null }));
		return 0;
	}
	for (const { agent, source, count } of requests)
		terminal.print(printable(`${agent}: ${source === 'run' ? countNouns(count, 'call') : 'named by a rule of its definition'}`));
	for (const { kind, node, reason } of alternatives) terminal.print(printable(`${node ?? kind}: ${reason}`));
	if (nodes === undefined)
		terminal.note('n8n is not installed on this machine, so that its nodes were not searched. Set TROUPE_N8N to its folder.');
	return 0;
}

const maxListed = 1_000;

/** Returns 1 if there was none. */
export async function runRequestRemove(tool: string, { json, yes }: RemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openRequests(terminal);
	if (
		!(await confirmedByPerson(
			printable(`Remove the requests for ${tool}? The list then no longer shows which agents asked for it.`),
			{ yes },
			terminal,
		))
	)
		return 1;
	const removed = await store.remove(tenant, tool);
	if (json) terminal.print(JSON.stringify({ tool, removed }));
	terminal.note(printable(removed > 0 ? `Removed ${countNouns(removed, 'request')} for ${tool}.` : `Nobody asked for ${tool}.`));
	return removed > 0 ? 0 : 1;
}

async function openRequests(terminal: Terminal) {
	const host = openPrivateState(terminal);
	return { store: (await composeToolRequests(host))!, tenant: host.tenant };
}

function checkName(tool: string): void {
	if (tool.length > 0 && tool.length <= 200) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The name of the tool has ${tool.length} characters, expected 1 to 200.`,
		fix: 'Use the name that `troupe requests list` prints.',
	});
}

const describe = ({ firstAt, lastAt, ...request }: ToolRequest) => ({
	...request,
	firstAt: new Date(firstAt).toISOString(),
	lastAt: new Date(lastAt).toISOString(),
});

function tableOf(requests: ToolRequest[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'tool', title: 'tool', value: ({ tool }) => tool },
			{ name: 'agent', title: 'agent', value: ({ agent }) => agent },
			{ name: 'source', title: 'source', value: ({ source }) => source },
			{ name: 'count', title: 'times', numeric: true, value: ({ count }) => count },
			{ name: 'lastAt', title: 'last', value: ({ lastAt }) => new Date(lastAt).toISOString() },
		],
		requests,
		terminal,
	);
}
