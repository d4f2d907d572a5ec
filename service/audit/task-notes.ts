import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actAs, describeActor } from '../../core/audit/actor';
import { type AuditEntry, createEntryId } from '../../core/audit/audit-leaf';
import { toIso } from '../../core/base/iso-time';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { TaskAct } from '../../engine-adapter/embedded/engine-caller';
import type { NotedEntry, WaitingEntry } from '../../engine-adapter/embedded/state/audit-outbox';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import { readOrigin, requireCaller } from '../../manifests/registry/http/access';
import { openAudit, openAuditKeys } from '../../providers/compose/state/host-audit';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { faultLog } from '../log/fault-log';
import { repeat } from '../repeat';
import type { ServiceParts } from '../service-parts';

interface NoteParts {
	engine: Pick<EmbeddedEngine, 'listNoted' | 'removeNoted'>;
	host: VaultHost & { stateFolder: string };
	/** The tenant that the engine calls `<default>`. */
	tenant: string;
	/** Told why entries wait. */
	reportFault: (fault: unknown) => void;
}

const maxRows = 500;
/** For what an earlier process left, and while the log was away. */
const everyMs = 15_000;

/** Follows what a service lets callers do to user tasks; undefined where it stores nothing. */
export function followUserTasks(
	service: FastifyInstance,
	engine: NoteParts['engine'],
	{ host, access: { tenant }, log }: Pick<ServiceParts, 'host' | 'access' | 'log'>,
): TaskNotes | undefined {
	const { stateFolder } = host;
	if (stateFolder === undefined) return undefined;
	const report = faultLog(log, 'the audit log does not have yet what was done to user tasks');
	const reportFault = (fault: unknown) => report(fault, { url: '/v2/user-tasks' });
	const notes = new TaskNotes({ engine, host: { ...host, stateFolder }, tenant, reportFault });
	notes.follow(service);
	return notes;
}

/**
 * Brings what people do to user tasks into the audit log of their tenant. The entry is written in the database of the engine, with the change; the log takes
 * it right after, once, however often it gets it.
 */
export class TaskNotes {
	#busy = Promise.resolve();
	#isTold = false;
	readonly #noted = new WeakSet<FastifyRequest>();
	readonly #repeated;

	constructor(private readonly parts: NoteParts) {
		this.#repeated = repeat(() => this.handOver(), everyMs, parts.reportFault);
	}

	/** Returns how the acts of a caller are noted. */
	noteFor =
		(request: FastifyRequest) =>
		async ({ action, key, tenantId, assignee, ...place }: TaskAct): Promise<NotedEntry> => {
			this.#noted.add(request);
			const { processId: process, instanceKey: instance, elementId: element, changed } = place;
			const at = Date.now();
			const value = { at: toIso(at), process, instance, element, ...(assignee !== undefined && { assignee }), ...(changed && { changed }) };
			const entry: Omit<AuditEntry, 'at' | 'tenant'> = {
				...{ action: `user_task.${action}`, outcome: 'success' },
				who: actAs({ name: requireCaller(request).subject, ...readOrigin(request) }, () => describeActor()),
				object: { kind: 'user_task', value: key },
				details: { kind: 'task', value, ...(assignee !== undefined && { subject: { kind: 'subject', id: assignee } }) },
			};
			const row = { id: createEntryId(at), tenantId, content: JSON.stringify(entry) };
			return { ...row, mark: await this.#mark(row) };
		};

	/** Hands over all that waits. */
	handOver(): Promise<void> {
		this.#busy = this.#busy.catch(() => undefined).then(() => this.#handOver());
		return this.#busy;
	}

	/** Hands over what a request did, once it is answered. What fails is tried again later. */
	follow(service: FastifyInstance): void {
		service.addHook('onResponse', async (request) => {
			if (this.#noted.has(request)) this.handOver().catch(this.parts.reportFault);
		});
		service.addHook('onClose', () => this.close());
	}

	async close(): Promise<void> {
		await this.#repeated.stop();
		await this.handOver().catch(this.parts.reportFault);
	}

	async #handOver(): Promise<void> {
		const { engine } = this.parts;
		for (let after = 0; ;) {
			const rows = await engine.listNoted(after, maxRows);
			if (rows.length === 0) return;
			after = rows.at(-1)!.number;
			const own = await this.#selectOwn(rows);
			for (const tenantId of new Set(own.map((row) => row.tenantId))) await this.#take(own.filter((row) => row.tenantId === tenantId));
			await engine.removeNoted(own.map(({ number }) => number));
		}
	}

	/** Entries of a log are in the order of their times, and these come now: what they tell of has its own time in the details. */
	async #take(rows: WaitingEntry[]): Promise<void> {
		const { host, tenant } = this.parts;
		const of = rows[0]!.tenantId === defaultTenantId ? tenant : rows[0]!.tenantId;
		const entries = rows.map(({ id, content }) => ({
			id,
			entry: { ...(JSON.parse(content) as Omit<AuditEntry, 'at' | 'tenant'>), tenant: of, at: Date.now() },
		}));
		await (await openAudit(host))!.store.take(entries);
	}

	/** A row that somebody else wrote holds up no other. */
	async #selectOwn(rows: WaitingEntry[]): Promise<WaitingEntry[]> {
		const own: WaitingEntry[] = [];
		for (const row of rows) if (row.mark === (await this.#mark(row))) own.push(row);
		if (own.length < rows.length && !this.#isTold) {
			this.#isTold = true;
			const count = rows.length - own.length;
			warnOperator(`The audit log does not take ${count} entries of user tasks that this installation did not write.`, {
				code: 'TROUPE_AUDIT',
			});
		}
		return own;
	}

	async #mark({ id, tenantId, content }: Omit<NotedEntry, 'mark'>): Promise<string> {
		const keys = await openAuditKeys(this.parts.host);
		return keys.mark(JSON.stringify(['engine audit', tenantId, id, content])).toString('base64');
	}
}
