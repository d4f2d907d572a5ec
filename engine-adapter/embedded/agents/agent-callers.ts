import { LoopYielder } from '../../../core/base/async/loop-yielder';
import type { FlowNode, ProcessModel } from '../../../bpmn/reading/process-model';
import type { Kernel } from '../flow/kernel';

export interface AgentCaller {
	processId: string;
	version: number;
	element: string;
	agent: string;
	/** node-semver. */
	range: string;
	instances: number;
}

interface Row {
	key: number;
	process_id: string;
	version: number;
}

interface Definition extends Row {
	model: string;
}

/** Asked page by page: others wait for one page only. */
export interface AskedEngine {
	read<T>(question: (kernel: Kernel) => T): Promise<T>;
}

const definitionsAtOnce = 50;
const instancesAtOnce = 5_000;
const most = { definitions: 20_000, instances: 1_000_000 };

/**
 * Latest versions of processes, and those with running instances. Agents named by expressions are not found. @param max entries to read @returns with
 * `isCut` where there is more
 */
export async function listAgentCallers(
	engine: AskedEngine,
	tenant: string,
	agents: ReadonlySet<string>,
	max = most,
): Promise<{ callers: AgentCaller[]; isCut: boolean }> {
	const pace = new LoopYielder();
	const running = await countRunning(engine, max.instances, pace);
	const callers: AgentCaller[] = [];
	let last: Row | undefined;
	for (let read = 0; read < max.definitions; read += definitionsAtOnce) {
		const { rows, wanted } = await readPage(engine, tenant, last, running.counts);
		for (const definition of wanted) {
			if (pace.isDue()) await pace.rest();
			const instances = running.counts.get(definition.key) ?? 0;
			for (const call of listCalls(definition)) if (agents.has(call.agent)) callers.push({ ...call, instances });
		}
		last = rows.at(-1);
		if (rows.length < definitionsAtOnce) return { callers: byProcess(callers), isCut: running.isCut };
	}
	return { callers: byProcess(callers), isCut: true };
}

const byProcess = (callers: readonly AgentCaller[]): AgentCaller[] =>
	callers.toSorted((one, other) => (one.processId < other.processId ? -1 : Number(one.processId > other.processId)));

function readPage(engine: AskedEngine, tenant: string, last: Row | undefined, running: ReadonlyMap<number, number>) {
	return engine.read(({ database }) => {
		const rows = database.all<Row>(
			`SELECT key, process_id, version FROM definition
			WHERE tenant_id = ? AND deleted_at IS NULL ${last ? 'AND (process_id, version) < (?, ?)' : ''}
			ORDER BY process_id DESC, version DESC LIMIT ${definitionsAtOnce}`,
			tenant,
			...(last ? [last.process_id, last.version] : []),
		);
		const isLatest = ({ process_id }: Row, index: number) => process_id !== (index === 0 ? last : rows[index - 1])?.process_id;
		const keys = rows.filter((row, index) => isLatest(row, index) || running.has(row.key)).map(({ key }) => key);
		const wanted = database.all<Definition>(
			`SELECT key, process_id, version, model FROM definition
			WHERE key IN (SELECT value FROM json_each(?)) AND model LIKE '%"troupe:agent"%' ORDER BY process_id DESC, version DESC`,
			JSON.stringify(keys),
		);
		return { rows, wanted };
	});
}

function listCalls({ process_id: processId, version, model }: Definition): Array<Omit<AgentCaller, 'instances'>> {
	const { nodes } = JSON.parse(model) as ProcessModel;
	return nodes.flatMap((node) => {
		const named = node.job?.type === 'troupe:agent' ? findName(node) : undefined;
		if (named === undefined) return [];
		const [agent = '', range = '*'] = named.split('@');
		return [{ processId, version, element: node.id, agent, range }];
	});
}

/** As the worker does: header first, then input. */
function findName({ headers, inputs }: FlowNode): string | undefined {
	const header = headers.agent?.trim();
	if (header) return header;
	return /^="([^"]+)"$/.exec(inputs.find(({ target }) => target === 'agent')?.source ?? '')?.[1];
}

async function countRunning(engine: AskedEngine, max: number, pace: LoopYielder): Promise<{ counts: Map<number, number>; isCut: boolean }> {
	const counts = new Map<number, number>();
	let after = 0;
	for (let read = 0; read < max; read += instancesAtOnce) {
		const rows = await engine.read(({ database }) =>
			database.all<{ key: number; definition_key: number; state: string }>(
				`SELECT key, definition_key, state FROM process_instance WHERE key > ? ORDER BY key LIMIT ${instancesAtOnce}`,
				after,
			),
		);
		for (const { definition_key: key, state } of rows) if (state === 'ACTIVE') counts.set(key, (counts.get(key) ?? 0) + 1);
		if (rows.length < instancesAtOnce) return { counts, isCut: false };
		after = rows.at(-1)!.key;
		if (pace.isDue()) await pace.rest();
	}
	return { counts, isCut: true };
}
