import { parseJson, stringifyJson } from '../../../../core/base/text/json/lossless-json';
import type { Database, WriteBehind } from '../database';
import type { ElementInstance, ElementState, Trigger } from './element-instance';

interface Kept {
	instance: ElementInstance;
	/** Milliseconds since the epoch. */
	startedAt: number;
	openFlows: number;
	isNew: boolean;
	isGone: boolean;
}

interface ElementInstanceRow {
	key: number;
	instance_key: number;
	definition_key: number;
	element_id: string;
	scope_key: number;
	state: ElementState;
	open_flows: number;
	trigger: string | null;
	started_at: number;
}

const maxCachedInstances = 2_000;

const insertion = `INSERT INTO element_instance (key, instance_key, definition_key, element_id, scope_key, state, open_flows, trigger, started_at)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** In memory while at work: changes undone within a command are never written. */
export class ElementInstanceStore implements WriteBehind {
	readonly table = 'element_instance';
	readonly #kept = new Map<number, Kept>();
	readonly #changed = new Set<Kept>();

	constructor(private readonly database: Database) {
		database.writeBehind(this);
	}

	/** A copy, safe from later changes. */
	find(key: number): ElementInstance | undefined {
		const found = this.#keep(key);
		return found && { ...found.instance };
	}

	add(instance: ElementInstance, startedAt: number): void {
		const added = { instance: { ...instance }, startedAt, openFlows: 0, isNew: true, isGone: false };
		this.#kept.set(instance.key, added);
		this.#changed.add(added);
	}

	/** No effect for a missing instance. */
	change(key: number, change: { state?: ElementState; trigger?: Trigger }): void {
		const found = this.#keep(key);
		if (!found) return;
		Object.assign(found.instance, change);
		this.#changed.add(found);
	}

	/** Milliseconds since the epoch; undefined for a missing instance. */
	startedAt(key: number): number | undefined {
		return this.#keep(key)?.startedAt;
	}

	openFlows(key: number): number {
		return this.#keep(key)?.openFlows ?? 0;
	}

	setOpenFlows(key: number, openFlows: number): void {
		const found = this.#keep(key);
		if (!found || found.openFlows === openFlows) return;
		found.openFlows = openFlows;
		this.#changed.add(found);
	}

	remove(key: number): void {
		const found = this.#keep(key);
		if (!found) return;
		found.isGone = true;
		if (!found.isNew) return void this.#changed.add(found);
		this.#changed.delete(found);
		this.#kept.delete(key);
	}

	get isChanged(): boolean {
		return this.#changed.size > 0;
	}

	flush(): void {
		for (const each of this.#changed) this.#write(each);
		this.#changed.clear();
	}

	forget(): void {
		this.#kept.clear();
		this.#changed.clear();
	}

	trim(): void {
		if (this.#kept.size > maxCachedInstances) this.#kept.clear();
	}

	#keep(key: number): Kept | undefined {
		const kept = this.#kept.get(key);
		if (kept) return kept.isGone ? undefined : kept;
		const row = key === 0 ? undefined : this.database.statement('SELECT * FROM element_instance WHERE key = ?').get(key);
		if (!row) return undefined;
		const found = fromRow(row as unknown as ElementInstanceRow);
		this.#kept.set(key, found);
		return found;
	}

	#write(each: Kept): void {
		const { key, instanceKey, definitionKey, elementId, scopeKey, state } = each.instance;
		if (each.isGone) {
			this.#kept.delete(key);
			return void this.database.statement('DELETE FROM element_instance WHERE key = ?').run(key);
		}
		const trigger = each.instance.trigger ? stringifyJson(each.instance.trigger) : null;
		if (each.isNew) {
			this.database
				.statement(insertion)
				.run(key, instanceKey, definitionKey, elementId, scopeKey, state, each.openFlows, trigger, each.startedAt);
		} else {
			this.database
				.statement('UPDATE element_instance SET state = ?, open_flows = ?, trigger = ? WHERE key = ?')
				.run(state, each.openFlows, trigger, key);
		}
		each.isNew = false;
	}
}

function fromRow(row: ElementInstanceRow): Kept {
	return {
		instance: {
			key: row.key,
			instanceKey: row.instance_key,
			definitionKey: row.definition_key,
			elementId: row.element_id,
			scopeKey: row.scope_key,
			state: row.state,
			...(row.trigger === null ? {} : { trigger: parseJson(row.trigger) as Trigger }),
		},
		startedAt: row.started_at,
		openFlows: row.open_flows,
		isNew: false,
		isGone: false,
	};
}
