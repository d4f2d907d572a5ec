import { setImmediate as turn } from 'node:timers/promises';
import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Clock } from '../../../core/ports/host';
import type { EngineEvent } from '../../engine/engine-events';
import type { RunawayInstances } from '../flow/runaway-instances';
import type { Database, WriteBehind } from './database';
import { toModelId } from '../flow/executable-model';
import type { ElementInstance } from './instances/element-instance';

interface EventRow extends Pick<EngineEvent, 'position' | 'at' | 'kind'> {
	instance_key: number;
	element_instance_key: number | null;
	scope_key: number | null;
	element_id: string;
	element_type: string;
	details: string | null;
}

type NewEvent = [
	at: number,
	instanceKey: number,
	kind: string,
	elementId: string,
	elementType: string,
	details: string | null,
	elementInstanceKey: number | null,
	scopeKey: number | null,
	historyKey: number | null,
	startedAt: number | null,
];

export interface HistoryEntry {
	/** Index key: of a user task or an incident that ends, of the scope of a local variable. An index costs time, so only rare things have one. */
	key?: number;
	/** Milliseconds since the epoch. */
	startedAt?: number;
}

type EventPlace = Pick<ElementInstance, 'instanceKey' | 'elementId'> &
	Partial<Pick<ElementInstance, 'key' | 'scopeKey'>> & { type: string };

/** In memory per follower, however slowly it reads. */
const pageSize = 500;
const pageCharacters = 4 * 1024 * 1024;
const usualCharacters = 60;
/** SQLite limits the values of a statement, and each number of events needs a prepared statement. */
const eventsPerStatement = 20;

/** Append-only. Events of a command are written together. */
export class EventLog implements WriteBehind {
	readonly table = 'event_log';
	#wakeUp = Promise.withResolvers<void>();
	#appended: NewEvent[] = [];
	/** Last position ever; undefined after a possible undo. */
	#last: number | undefined;
	written = 0;

	constructor(
		private readonly database: Database,
		private readonly clock: Clock,
		private readonly runaway: Pick<RunawayInstances, 'count'>,
	) {
		database.writeBehind(this);
	}

	append(kind: EngineEvent['kind'], element: EventPlace, details?: object, history?: HistoryEntry): void {
		const json = details === undefined ? null : stringifyJson(details);
		this.runaway.count(element.instanceKey, usualCharacters + (json?.length ?? 0));
		this.#appended.push([
			this.clock.now(),
			element.instanceKey,
			kind,
			toModelId(element.elementId),
			element.type,
			json,
			element.key ?? null,
			element.scopeKey || null,
			history?.key ?? null,
			history?.startedAt ?? null,
		]);
	}

	get isChanged(): boolean {
		return this.#appended.length > 0;
	}

	flush(): void {
		if (!this.isChanged) return;
		let last = this.readLast();
		for (let from = 0; from < this.#appended.length; from += eventsPerStatement) {
			const events = this.#appended.slice(from, from + eventsPerStatement);
			this.database.statement(buildInsertion(events.length)).run(...events.flatMap((event) => [++last, ...event]));
		}
		this.#last = last;
		this.written += this.#appended.length;
		this.#appended.length = 0;
	}

	forget(): void {
		this.#appended.length = 0;
		this.#last = undefined;
	}

	trim(): void {}

	/** At most `atMost` events. Positions are never reused, not even the last one. @returns the number */
	remove(instanceKey: number, atMost: number): number {
		const last = this.readLast();
		const removed = this.database.run(
			'DELETE FROM event_log WHERE position IN (SELECT position FROM event_log WHERE instance_key = ? LIMIT ?)',
			instanceKey,
			atMost,
		);
		this.database.run("INSERT INTO counter VALUES ('position', ?) ON CONFLICT DO UPDATE SET value = excluded.value", last);
		return removed;
	}

	/** Call it when appended events are on disk. */
	announce(): void {
		this.#wakeUp.resolve();
		this.#wakeUp = Promise.withResolvers();
	}

	/** Old events after `position` first, then, unless only present ones are wanted, new ones until the signal aborts. */
	async *follow(position: number, instanceKey: number | undefined, signal: AbortSignal, isUntilNow = false): AsyncIterable<EngineEvent> {
		signal.addEventListener('abort', () => this.announce(), { once: true });
		let last = position;
		while (!signal.aborted) {
			const next = this.#wakeUp.promise;
			const { page, isLast } = this.#read(last, instanceKey);
			for (const event of page) {
				if (signal.aborted) return;
				yield event;
				last = event.position;
			}
			if (isLast && isUntilNow) return;
			// A reader that skips much must not hold up everything else.
			if (!signal.aborted) await (isLast ? next : turn());
		}
	}

	readLast(): number {
		const sql =
			"SELECT max(coalesce((SELECT max(position) FROM event_log), 0), coalesce((SELECT value FROM counter WHERE name = 'position'), 0)) AS last";
		return (this.#last ??= (this.database.statement(sql).get() as { last: number }).last);
	}

	#read(after: number, instanceKey: number | undefined): { page: EngineEvent[]; isLast: boolean } {
		const rows =
			instanceKey === undefined
				? this.database.statement('SELECT * FROM event_log WHERE position > ? ORDER BY position').iterate(after)
				: this.database
						.statement('SELECT * FROM event_log WHERE instance_key = ? AND position > ? ORDER BY position')
						.iterate(instanceKey, after);
		const page: EngineEvent[] = [];
		let characters = 0;
		for (const row of rows as unknown as Iterable<EventRow>) {
			page.push(fromRow(row));
			characters += row.details?.length ?? 0;
			if (page.length === pageSize || characters > pageCharacters) return { page, isLast: false };
		}
		return { page, isLast: true };
	}
}

const fromRow = ({ instance_key, element_id, element_instance_key, scope_key, element_type, details, ...row }: EventRow): EngineEvent => ({
	position: row.position,
	at: row.at,
	kind: row.kind,
	instanceKey: String(instance_key),
	elementId: element_id,
	...(element_instance_key === null ? {} : { elementInstanceKey: String(element_instance_key) }),
	...(scope_key === null ? {} : { scopeKey: String(scope_key) }),
	elementType: element_type,
	...(details === null ? {} : { details: parseJson(details) as Record<string, unknown> }),
});

const insertions = new Map<number, string>();

function buildInsertion(events: number): string {
	let sql = insertions.get(events);
	if (!sql) {
		const rows = Array.from({ length: events }, () => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
		sql = `INSERT INTO event_log (position, at, instance_key, kind, element_id, element_type, details, element_instance_key, scope_key, history_key, started_at) VALUES ${rows.join()}`;
		insertions.set(events, sql);
	}
	return sql;
}
