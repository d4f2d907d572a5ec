import { checkFlow } from '../../core/agents/check/check-flow';
import type { FlowMap } from '../../core/agents/check/flow-map';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { Host } from '../../providers/compose/hosts/host';
import { openHost } from '../host';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { hostFor, toAgentReference, type AgentReference } from '../../providers/compose/agents/agent-reference';
import { type LocatedFlaw, locateFlaws } from './check/locate-flaws';
import { listInventory } from '../../providers/compose/agents/inventory';

export interface AgentCheckOptions {
	agents: string[];
	json?: boolean;
	sarif?: boolean;
	svg?: boolean;
}

interface CheckedAgent extends FlowMap {
	flaws: LocatedFlaw[];
	id: string;
	version: string;
	/** Absent for a published agent. */
	path?: string;
}

/** Returns 1 if texts of others can order a call with nothing between. */
export async function runAgentCheck({ agents, ...form }: AgentCheckOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	const references = agents.length > 0 ? agents.map(toAgentReference) : await listOwn(host, terminal);
	if (form.svg && references.length !== 1) throw onePicture(references.length);
	const checked: CheckedAgent[] = [];
	let isUnread = false;
	for (const reference of references) {
		try {
			checked.push(await check(reference, host));
		} catch (error) {
			// One wrong file must not hide the others.
			if (agents.length > 0 || !isTroupeError(error)) throw error;
			isUnread = true;
			terminal.note(`error: ${printable(error.message)}`);
		}
	}
	if (references.length === 0) terminal.note(`no agent in ${host.agentFolders.map(printable).join(', ')}`);
	for (const line of await toLines(checked, form, terminal)) terminal.print(line);
	return isUnread || checked.some(({ flaws }) => flaws.some(({ level }) => level === 'error')) ? 1 : 0;
}

async function toLines(
	checked: CheckedAgent[],
	{ json, sarif, svg }: Omit<AgentCheckOptions, 'agents'>,
	terminal: Terminal,
): Promise<string[]> {
	if (svg) return [(await import('../../core/agents/check/draw-flow')).drawFlow(checked[0]!)];
	if (sarif) {
		const { toSarif } = await import('./check/to-sarif');
		const found = checked.flatMap(({ flaws }) => flaws);
		return [JSON.stringify(toSarif(found, process.cwd()), null, '\t')];
	}
	if (json) return [JSON.stringify({ agents: checked }, null, '\t')];
	const { toText } = await import('./check/to-text');
	return checked.flatMap(({ id, version, path, ...flow }, index) => [
		...(index === 0 ? [] : ['']),
		terminal.style('underline', printable([id, version, path].filter((part) => part !== undefined).join(' '))),
		...toText(flow, terminal),
	]);
}

async function listOwn(host: Host, terminal: Terminal): Promise<AgentReference[]> {
	const entries = await listInventory({ ...host, published: undefined }, terminal);
	return entries.flatMap(({ from, path }) => (from === 'folder' && path !== null ? [{ kind: 'file' as const, path }] : []));
}

/** The agents that it calls are looked for beside it first, as for its runs. */
async function check(reference: AgentReference, whole: Host): Promise<CheckedAgent> {
	const { readDefinition } = await import('../../providers/compose/agents/read-definition');
	const { withFolder } = await import('../../providers/compose/agents/members');
	const files = new Map<string, string>();
	const read = async (one: AgentReference, host: Host) => {
		const { definition, source } = await readDefinition(one, host);
		if (source.file) files.set(definition.id, source.where);
		return { definition, folder: source.file ? source.folder : undefined };
	};
	const { definition, folder } = await read(reference, hostFor(reference, whole));
	const team = withFolder(whole, folder);
	const { flaws, ...map } = await checkFlow(
		definition,
		async ({ agent, range }) => (await read({ kind: 'id', id: agent, range }, team)).definition,
	);
	const { id, version } = definition;
	return { id, version, ...(reference.kind === 'file' && { path: reference.path }), ...map, flaws: await locateFlaws(flaws, files) };
}

const onePicture = (count: number) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `A picture is of one agent, and ${countNouns(count, 'agent')} were named.`,
		fix: 'Name one agent: troupe agent check AGENT --svg > agent.svg',
	});
