import { TroupeError } from '../../core/base/errors';
import type { WantedTool } from '../../core/ports/tools/wanted-tools';
import { suggestAlternatives } from '../../core/tools/wanted/suggest-alternatives';
import { composeWantedTools } from '../../providers/compose/state/host-wanted-tools';
import { openPrivateState } from '../host';
import { countNouns } from '../terminal/format-text';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { listKnownNodes } from './known-nodes';

export interface WantedOptions {
	json?: boolean;
}

export interface RemoveOptions extends WantedOptions {
	yes?: boolean;
}

export interface WantedListOptions extends WantedOptions {
	limit: number;
}

export async function runWantedList({ limit, json }: WantedListOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openWanted(terminal);
	const wanted = await store.list(tenant, limit);
	if (json) terminal.print(JSON.stringify(wanted.map(describe)));
	else if (wanted.length === 0) terminal.note(`No agent of the tenant ${tenant} asked for a tool that nobody has.`);
	else {
		tableOf(wanted, terminal).forEach(terminal.print);
		terminal.note('see: troupe wanted-tools show TOOL');
	}
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a name that no tool can have */
export async function runWantedShow(tool: string, { json }: WantedOptions, terminal: Terminal): Promise<ExitCode> {
	checkName(tool);
	const { store, tenant } = await openWanted(terminal);
	const wanted = (await store.list(tenant, maxListed)).filter((each) => each.tool === tool);
	const nodes = listKnownNodes(terminal.environment);
	const alternatives = suggestAlternatives(tool, nodes ?? []);
	if (json) {
		terminal.print(JSON.stringify({ tool, wantedBy: wanted.map(describe), alternatives, searchedNodes: nodes?.length ?? null }));
		return 0;
	}
	for (const { agent, source, count } of wanted)
		terminal.print(printable(`${agent}: ${source === 'run' ? countNouns(count, 'call') : 'named by a rule of its definition'}`));
	for (const { kind, node, reason } of alternatives) terminal.print(printable(`${node ?? kind}: ${reason}`));
	if (nodes === undefined)
		terminal.note('n8n is not installed on this machine, so that its nodes were not searched. Set TROUPE_N8N to its folder.');
	return 0;
}

const maxListed = 1_000;

/** Returns 1 if there was none. */
export async function runWantedRemove(tool: string, { json, yes }: RemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openWanted(terminal);
	if (
		!(await confirmedByPerson(
			printable(`Remove ${tool} from the list? It then no longer shows which agents asked for it.`),
			{ yes },
			terminal,
		))
	)
		return 1;
	const removed = await store.remove(tenant, tool);
	if (json) terminal.print(JSON.stringify({ tool, removed }));
	terminal.note(printable(removed > 0 ? `Removed ${tool} from the list.` : `Nobody asked for ${tool}.`));
	return removed > 0 ? 0 : 1;
}

async function openWanted(terminal: Terminal) {
	const host = openPrivateState(terminal);
	return { store: (await composeWantedTools(host))!, tenant: host.tenant };
}

function checkName(tool: string): void {
	if (tool.length > 0 && tool.length <= 200) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The name of the tool has ${tool.length} characters, expected 1 to 200.`,
		fix: 'Use the name that `troupe wanted-tools list` prints.',
	});
}

const describe = ({ firstAt, lastAt, ...wanted }: WantedTool) => ({
	...wanted,
	firstAt: new Date(firstAt).toISOString(),
	lastAt: new Date(lastAt).toISOString(),
});

function tableOf(wanted: WantedTool[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'tool', title: 'tool', value: ({ tool }) => tool },
			{ name: 'agent', title: 'agent', value: ({ agent }) => agent },
			{ name: 'source', title: 'source', value: ({ source }) => source },
			{ name: 'count', title: 'times', numeric: true, value: ({ count }) => count },
			{ name: 'lastAt', title: 'last', value: ({ lastAt }) => new Date(lastAt).toISOString() },
		],
		wanted,
		terminal,
	);
}
