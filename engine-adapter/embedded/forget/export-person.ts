import { listFields } from '../../../core/base/privacy/personal-data';
import { parseJson } from '../../../core/base/text/json/lossless-json';
import type { ExportedFromProcesses, ExportFromProcesses } from '../../../core/ports/processes';
import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { engineData } from '../state/engine-data';
import { defaultTenantId } from '../state/tenants';
import { findFamilies } from './families';
import { findMentions, type ForgettingEngine } from './find-mentions';
import type { PersonInEngine } from './forget-person';
import { PersonNames } from './person-names';
import { searchedPlaces } from './searched-places';

type ExportedRows = Array<ExportedFromProcesses['rows'][number]>;

/** A portion ends with the instance that exceeds this. */
const maxRows = 2_000;
const messagesAtOnce = 2_000;

/** @param ownTenant the engine's `<default>` */
export const composeExporting =
	(engine: EmbeddedEngine, ownTenant: string): ExportFromProcesses =>
	({ tenant, names, after }, signal) =>
		exportFromEngine(engine, { tenantId: tenant === ownTenant ? defaultTenantId : tenant, names }, after, signal);

/**
 * Reads instances of a person with all stored data, and waiting messages. Only counts instances of others that mention the person: their data is
 * about others too. @throws TroupeError STORAGE_*, ENGINE_OVERLOADED; the reason of the signal
 */
export async function exportFromEngine(
	engine: ForgettingEngine,
	{ tenantId, names: written }: PersonInEngine,
	after: string | undefined,
	signal: AbortSignal,
): Promise<ExportedFromProcesses> {
	const names = new PersonNames(written);
	const { instances } = await findMentions(engine, names, signal);
	const families = await engine.read((kernel) => findFamilies(kernel, instances, names, tenantId));
	const own = families.flatMap(({ members, isOwn }) => (isOwn ? members.map(({ key }) => key) : [])).sort((one, other) => one - other);
	const rows: ExportedRows = after === undefined ? await readMessages(engine, names, tenantId, signal) : [];
	const left = own.filter((key) => key > Number(after ?? -1));
	for (const [index, key] of left.entries()) {
		signal.throwIfAborted();
		rows.push(...(await engine.read((kernel) => readInstance(kernel, key))));
		if (rows.length >= maxRows && index < left.length - 1) return { rows, others: countOthers(after, families), next: String(key) };
	}
	return { rows, others: countOthers(after, families) };
}

const countOthers = (after: string | undefined, families: ReadonlyArray<{ isOwn: boolean }>): number =>
	after === undefined ? families.filter(({ isOwn }) => !isOwn).length : 0;

const readInstance = ({ database }: Kernel, key: number): ExportedRows =>
	searchedPlaces.flatMap(({ table, key: order, instance }) =>
		database
			.all<Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${instance} = ? ORDER BY ${order}`, key)
			.map((row) => ({ table, row: describeRow(table, row) })),
	);

async function readMessages(engine: ForgettingEngine, names: PersonNames, tenantId: string, signal: AbortSignal): Promise<ExportedRows> {
	const found: ExportedRows = [];
	for (let after: number | undefined = 0; after !== undefined;) {
		signal.throwIfAborted();
		const from: number = after;
		const rows = await engine.read(({ database }) =>
			database.all<Record<string, unknown> & { key: number }>(
				'SELECT * FROM message WHERE tenant_id = ? AND key > ? ORDER BY key LIMIT ?',
				tenantId,
				from,
				messagesAtOnce,
			),
		);
		const own = rows.filter(
			({ correlation_key: waitsFor, message_id: id, variables }) =>
				names.isName(waitsFor as string) || [waitsFor, id, variables].some((text) => names.isMentionedIn(text as string | null)),
		);
		found.push(...own.map((row) => ({ table: 'message', row: describeRow('message', row) })));
		after = rows.length < messagesAtOnce ? undefined : rows.at(-1)!.key;
	}
	return found;
}

/** Leaves out people of the company. Keys of the engine are larger than the numbers of JSON. */
function describeRow(table: string, row: Record<string, unknown>): Record<string, unknown> {
	const given = listFields(engineData[table as keyof typeof engineData]).filter(({ kind }) => kind !== 'user');
	return Object.fromEntries(given.map(({ column }) => [column, describeValue(row[column])]));
}

function describeValue(value: unknown): unknown {
	if (typeof value === 'bigint') return String(value);
	if (typeof value === 'number' && !Number.isSafeInteger(value)) return String(value);
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
	if (typeof value !== 'string' || !/^[[{"]/.test(value)) return value;
	try {
		return toPlain(parseJson(value));
	} catch {
		return value;
	}
}

/** Large integers of a process are `bigint`, which JSON has not. */
const toPlain = (value: unknown): unknown =>
	JSON.parse(JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? String(part) : part))) as unknown;
