import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actAs, describeActor } from '../../core/audit/actor';
import { type AuditEntry, createEntryId } from '../../core/audit/audit-leaf';
import { BoundedCache } from '../../core/base/bounded-cache';
import { toIso } from '../../core/base/iso-time';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { TaskAct } from '../../engine-adapter/embedded/engine-caller';
import type { NotedEntry, WaitingEntry } from '../../engine-adapter/embedded/state/audit-outbox';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import { readOrigin, requireCaller } from '../../manifests/registry/http/access';
import { openAudit, openAuditKeys } from '../../providers/compose/state/host-audit';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { faultLog, type ReportFault } from '../log/fault-log';
import { repeat } from '../repeat';
import type { ServiceParts } from '../service-parts';

interface NoteParts {
	engine: Pick<EmbeddedEngine, 'listNoted' | 'removeNoted'>;
	host: VaultHost & { stateFolder: string };
	/** The engine's `<default>`. */
	tenant: string;
	/** Reports why entries wait. @param tenant undefined for all */
	reportFault: (fault: unknown, tenant?: string) => void;
}

const maxRows = 500;
/** For entries of an earlier process, or of an unreachable log. */
const everyMs = 15_000;
const maxTold = 200;

/** Undefined without storage. */
export function followUserTasks(
	service: FastifyInstance,
	engine: NoteParts['engine'],
	{ host, access: { tenant }, log }: Pick<ServiceParts, 'host' | 'access' | 'log'>,
): TaskNotes | undefined {
	const { stateFolder } = host;
	if (stateFolder === undefined) return undefined;
	const reports = new BoundedCache<ReportFault>(maxTold);
	const reportFault = (fault: unknown, of?: string) => {
		const report = reports.get(of ?? '') ?? faultLog(log, 'the audit log does not have yet what was done to user tasks');
		reports.set(of ?? '', report);
		report(fault, { url: '/v2/user-tasks', ...(of !== undefined && { tenant: of }) });
	};
	const notes = new TaskNotes({ engine, host: { ...host, stateFolder }, tenant, reportFault });
	notes.follow(service);
	return notes;
}

/**
 * Copies people's acts on user tasks into their tenant's audit log. The engine's database writes the entry with the change; the log then takes it
 * once, however often it arrives.
 */
export class TaskNotes {
	#busy = Promise.resolve();
	/** Has not begun, so it finds everything present now. */
	#next: Promise<void> | undefined;
	/** The next look begins with this foreign row: nothing before it is left. */
	#passed: WaitingEntry | undefined;
	#told = 0;
	readonly #noted = new WeakSet<FastifyRequest>();
	readonly #repeated;

	constructor(private readonly parts: NoteParts) {
		this.#repeated = repeat(
			() => this.handOver(),
			everyMs,
			(fault) => parts.reportFault(fault),
		);
	}

	noteFor =
		(request: FastifyRequest) =>
		async ({ action, key, tenantId, assignee, ...place }: TaskAct): Promise<NotedEntry> => {
			this.#noted.add(request);
			const { processId: process, instanceKey: instance, elementId: element, changed } = place;
			const at = Date.now();
			const value = { at: toIso(at), process, instance, element, ...(assignee !== undefined && { assignee }), ...(changed && { changed }) };
			const entry: Omit<AuditEntry, 'at' | 'tenant'> = {
				action: `user_task.${action}`,
				outcome: 'success',
				who: actAs({ name: requireCaller(request).subject, ...readOrigin(request) }, () => describeActor()),
				object: { kind: 'user_task', value: key },
				details: { kind: 'task', value, ...(assignee !== undefined && { subject: { kind: 'subject', id: assignee } }) },
			};
			const row = { id: createEntryId(at), tenantId, content: JSON.stringify(entry) };
			return { ...row, mark: await markOf(row, this.parts.host) };
		};

	handOver(): Promise<void> {
		if (this.#next) return this.#next;
		this.#busy = this.#busy
			.catch(() => undefined)
			.then(() => {
				this.#next = undefined;
				return this.#handOver();
			});
		return (this.#next = this.#busy);
	}

	/** Hands over a request's entries after its answer. Failures are retried. */
	follow(service: FastifyInstance): void {
		service.addHook('onResponse', async (request) => {
			if (this.#noted.has(request)) this.handOver().catch((fault: unknown) => this.parts.reportFault(fault));
		});
		service.addHook('onClose', () => this.close());
	}

	async close(): Promise<void> {
		await this.#repeated.stop();
		await this.handOver().catch((fault: unknown) => this.parts.reportFault(fault));
	}

	async #handOver(): Promise<void> {
		const failed = new Set<string>();
		for (let after = await this.#findStart(); ;) {
			const rows = await this.parts.engine.listNoted(after, maxRows);
			if (rows.length === 0) return;
			after = rows.at(-1)!.number;
			const { own, foreign } = await tellApart(rows, this.parts.host);
			this.#tell(foreign);
			const wasWhole = failed.size === 0;
			for (const some of Map.groupBy(own, ({ tenantId }) => tenantId).values()) await this.#takeOf(some, failed);
			const left = own.find(({ tenantId }) => failed.has(tenantId));
			if (wasWhole) this.#passed = foreign.findLast(({ number }) => !left || number < left.number) ?? this.#passed;
		}
	}

	/** Waiting rows come after this number. Numbers repeat once the last rows are gone, such as after a restore. */
	async #findStart(): Promise<number> {
		if (!this.#passed) return 0;
		const { number, id, mark } = this.#passed;
		const [row] = await this.parts.engine.listNoted(number - 1, 1);
		if (row?.number === number && row.id === id && row.mark === mark) return number;
		this.#passed = undefined;
		this.#told = 0;
		return 0;
	}

	/** A fault of one tenant's log holds up no other. A tenant's later entries wait for its earlier ones. */
	async #takeOf(rows: WaitingEntry[], failed: Set<string>): Promise<void> {
		const { tenantId } = rows[0]!;
		if (failed.has(tenantId)) return;
		try {
			await this.#take(rows);
			await this.parts.engine.removeNoted(rows.map(({ number }) => number));
		} catch (fault) {
			failed.add(tenantId);
			this.parts.reportFault(fault, tenantOf(tenantId, this.parts.tenant));
		}
	}

	/** Log entries are in order of their times, so these get the present; the act's own time is in the details. */
	async #take(rows: WaitingEntry[]): Promise<void> {
		const { host, tenant } = this.parts;
		const of = tenantOf(rows[0]!.tenantId, tenant);
		const entries = rows.map(({ id, content }) => ({
			id,
			entry: { ...(JSON.parse(content) as Omit<AuditEntry, 'at' | 'tenant'>), tenant: of, at: Date.now() },
		}));
		await (await openAudit(host))!.store.take(entries);
	}

	#tell(foreign: readonly WaitingEntry[]): void {
		const untold = foreign.filter(({ number }) => number > this.#told);
		if (untold.length === 0) return;
		this.#told = untold.at(-1)!.number;
		warnOperator(`The audit log does not take ${untold.length} entries of user tasks that this installation did not write.`, {
			code: 'TROUPE_AUDIT',
		});
	}
}

/** The engine may call the tenant `<default>`. */
const tenantOf = (tenantId: string, tenant: string): string => (tenantId === defaultTenantId ? tenant : tenantId);

/** A foreign row holds up no other. */
async function tellApart(
	rows: readonly WaitingEntry[],
	host: NoteParts['host'],
): Promise<{ own: WaitingEntry[]; foreign: WaitingEntry[] }> {
	const [own, foreign]: [WaitingEntry[], WaitingEntry[]] = [[], []];
	for (const row of rows) (row.mark === (await markOf(row, host)) ? own : foreign).push(row);
	return { own, foreign };
}

/** Proves that this installation wrote a row. */
export async function markOf({ id, tenantId, content }: Omit<NotedEntry, 'mark'>, host: NoteParts['host']): Promise<string> {
	const keys = await openAuditKeys(host);
	return keys.mark(JSON.stringify(['engine audit', tenantId, id, content])).toString('base64');
}
