import { parseJson } from '../../../core/base/text/json/lossless-json';
import type { CancelledInstance, CancelledPage, EndedPlace } from '../../engine/cancelled-instances';
import type { Kernel } from '../flow/kernel';
import { rowsPerLook } from '../state/instances/instance-directory';

interface EndedInstanceRow {
	key: number;
	process_id: string;
	version: number;
	state: string;
	correlation_key: string | null;
	ended_at: number;
	tenant_id: string;
}

/** In order of the ends, with the named variables. Ends of the present millisecond wait for the next look. */
export function listCancelled(kernel: Kernel, after: EndedPlace, names: readonly string[]): CancelledPage {
	const ended = kernel.database.all<EndedInstanceRow>(
		`SELECT process_instance.key, process_instance.process_id, process_instance.version, state, correlation_key, ended_at, tenant_id
		FROM process_instance JOIN definition ON definition.key = definition_key
		WHERE ended_at IS NOT NULL AND (ended_at, process_instance.key) > (?, ?) AND ended_at < ? ORDER BY ended_at, process_instance.key LIMIT ${rowsPerLook}`,
		after.endedAt,
		after.key,
		kernel.clock.now(),
	);
	const last = ended.at(-1);
	return {
		instances: ended.filter(({ state }) => state === 'TERMINATED').map((row) => describe(kernel, row, names)),
		...(last && { lastEndedAt: last.ended_at }),
		...(last && ended.length === rowsPerLook && { next: { endedAt: last.ended_at, key: last.key } }),
	};
}

const describe = (kernel: Kernel, row: EndedInstanceRow, names: readonly string[]): CancelledInstance => ({
	instanceKey: String(row.key),
	processId: row.process_id,
	version: row.version,
	tenantId: row.tenant_id,
	correlationKey: row.correlation_key,
	endedAt: row.ended_at,
	variables: Object.fromEntries(names.map((name) => [name, readVariable(kernel, row.key, name)])),
	others: listOthers(kernel, row),
});

/** Other variables can be large, and are not read. */
function readVariable({ database }: Kernel, key: number, name: string): unknown {
	const row = database.get<{ value: string | null }>(
		'SELECT variables -> ? AS value FROM process_instance WHERE key = ?',
		`$.${JSON.stringify(name)}`,
		key,
	);
	return typeof row?.value === 'string' ? parseJson(row.value) : undefined;
}

const listOthers = (
	{ database }: Kernel,
	{ process_id: processId, correlation_key: correlationKey, tenant_id: tenantId }: EndedInstanceRow,
) =>
	correlationKey === null
		? []
		: database
				.all<{ id: string }>(
					`SELECT DISTINCT process_instance.process_id AS id FROM process_instance JOIN definition ON definition.key = definition_key
					WHERE state = 'ACTIVE' AND process_instance.process_id <> ? AND correlation_key = ? AND tenant_id = ?`,
					processId,
					correlationKey,
					tenantId,
				)
				.map(({ id }) => id);
