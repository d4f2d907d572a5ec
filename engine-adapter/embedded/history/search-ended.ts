import type { FlowNode } from '../../../bpmn/reading/process-model';
import { parseJson } from '../../../core/base/text/json/lossless-json';
import type { EngineEvent } from '../../engine/engine-events';
import { toBodyId } from '../flow/executable-model';
import type { Kernel } from '../flow/kernel';
import { describePlace, type Place } from '../state/instances/element-directory';
import type { TenantIds } from '../state/tenants';

export interface EndedQuery {
	after?: number;
	key?: string;
	instanceKey?: string;
	tenants: TenantIds;
}

export interface Ended extends Place {
	kind: EngineEvent['kind'];
	elementId: string;
	elementType: string;
	elementInstanceKey: string;
	historyKey?: string;
	details: Record<string, unknown>;
	/** Milliseconds since the epoch. */
	startedAt?: number;
	endedAt: number;
}

export interface Look<Row> {
	rows: Row[];
	/** Start of the next look; absent after the last one. */
	next?: number;
}

interface EndedRow {
	kind: EngineEvent['kind'];
	history_key: number | null;
	instance_key: number;
	definition_key: number;
	tenant_id: string;
	element_id: string;
	element_type: string;
	element_instance_key: number;
	details: string | null;
	started_at: number | null;
	at: number;
}

/** All kinds and tenants: other commands wait meanwhile. */
const eventsPerLook = 2_000;

/** Values of variables are large, and read only when needed. */
const selection = `SELECT kind, history_key, instance_key, definition_key, tenant_id, element_id, element_type, element_instance_key,
	iif(kind = 'variable-set', NULL, details) AS details, started_at, at FROM event_log
	JOIN process_instance ON process_instance.key = instance_key JOIN definition ON definition.key = definition_key`;

export function lookAtLog(
	kernel: Kernel,
	kinds: Array<EngineEvent['kind']>,
	{ instanceKey, after = 0, tenants }: Omit<EndedQuery, 'key'>,
): Look<Ended> {
	const [ofOne, one] = instanceKey === undefined ? ['', []] : ['instance_key = ? AND', [instanceKey]];
	const ends = kernel.database.get<{ events: number; last: number | null }>(
		`SELECT count(*) AS events, max(position) AS last FROM
			(SELECT position FROM event_log WHERE ${ofOne} position > ? ORDER BY position LIMIT ${eventsPerLook})`,
		...one,
		after,
	)!;
	const rows = kernel.database.all<EndedRow>(
		`${selection} WHERE ${ofOne} position > ? AND position <= ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY position`,
		...one,
		after,
		ends.last ?? after,
		JSON.stringify(kinds),
	);
	return { rows: toVisible(kernel, rows, tenants), ...(ends.events === eventsPerLook && { next: ends.last! }) };
}

export function lookAtIndex(
	kernel: Kernel,
	kinds: Array<EngineEvent['kind']>,
	{ key, instanceKey, after = 0, tenants }: EndedQuery,
): Look<Ended> {
	if (key === undefined && instanceKey !== undefined) return lookAtLog(kernel, kinds, { instanceKey, after, tenants });
	const [above, upTo] = key === undefined ? [after, Number.MAX_SAFE_INTEGER] : [Number(key) - 1, Number(key)];
	const looks = kinds.map((kind) =>
		kernel.database.all<EndedRow>(
			`${selection} WHERE kind = ? AND history_key > ? AND history_key <= ? ORDER BY history_key LIMIT ${rowsPerLook}`,
			kind,
			above,
			upTo,
		),
	);
	const stops = looks.filter(({ length }) => length === rowsPerLook).map((rows) => rows.at(-1)!.history_key!);
	const stop = stops.length === 0 ? undefined : Math.min(...stops);
	const rows = looks.flat().filter((row) => row.history_key! <= (stop ?? upTo));
	rows.sort((one, other) => one.history_key! - other.history_key!);
	const isAsked = (row: EndedRow): boolean => instanceKey === undefined || String(row.instance_key) === instanceKey;
	return { rows: toVisible(kernel, rows.filter(isAsked), tenants), ...(stop !== undefined && { next: stop }) };
}

const rowsPerLook = 1_000;

const toVisible = (kernel: Kernel, rows: EndedRow[], tenants: TenantIds): Ended[] =>
	rows.filter(({ tenant_id }) => tenants === 'every' || tenants.includes(tenant_id)).map((row) => toEnded(kernel, row));

function toEnded(kernel: Kernel, row: EndedRow): Ended {
	return {
		kind: row.kind,
		historyKey: row.history_key === null ? undefined : String(row.history_key),
		elementId: row.element_id,
		elementType: row.element_type,
		elementInstanceKey: String(row.element_instance_key),
		details: row.details === null ? {} : (parseJson(row.details) as Record<string, unknown>),
		startedAt: row.started_at ?? undefined,
		endedAt: row.at,
		...describePlace(kernel, row),
	};
}

export function findNode(kernel: Kernel, { processDefinitionKey, elementId, elementType }: Ended): FlowNode {
	const id = elementType === 'multiInstanceBody' ? toBodyId(elementId) : elementId;
	return kernel.definitions.get(Number(processDefinitionKey)).find(id) ?? { ...unknownNode, id, type: elementType };
}

const unknownNode = {
	name: '',
	scopeId: '',
	incoming: [],
	outgoing: [],
	namedIncoming: [],
	namedOutgoing: [],
	inputs: [],
	outputs: [],
	headers: {},
	features: [],
};

/** Undefined if the detail is missing. */
export function readText({ details }: Ended, name: string): string | undefined {
	const value = details[name];
	return typeof value === 'string' ? value : undefined;
}
