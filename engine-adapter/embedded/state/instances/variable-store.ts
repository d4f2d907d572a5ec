import type { Database, WriteBehind } from '../database';

interface Scope {
	/** Undefined: no such variable. */
	values: Map<string, string | undefined>;
	isWhole: boolean;
	isStored: boolean;
	changed: Set<string>;
}

const maxCachedCharacters = 4 * 1024 * 1024;
const maxCachedScopes = 2_000;

/** In memory while at work: a scope that comes and goes within a command is never written. */
export class VariableStore implements WriteBehind {
	readonly table = 'variable';
	readonly #kept = new Map<number, Scope>();
	readonly #changed = new Map<number, Scope>();
	#characters = 0;

	constructor(private readonly database: Database) {
		database.writeBehind(this);
	}

	/** A new scope is empty: nothing is read for it. */
	addScope(key: number): void {
		this.#kept.set(key, { values: new Map(), isWhole: true, isStored: false, changed: new Set() });
	}

	/** JSON; undefined without a variable in the scope itself. */
	read(scopeKey: number, name: string): string | undefined {
		const scope = this.#getScope(scopeKey);
		if (scope.isWhole || scope.values.has(name)) return scope.values.get(name);
		const row = this.database.statement('SELECT value FROM variable WHERE scope_key = ? AND name = ?').get(scopeKey, name);
		return this.#keep(scope, name, (row as { value: string } | undefined)?.value);
	}

	readAll(scopeKey: number): Array<[name: string, json: string]> {
		const scope = this.#getScope(scopeKey);
		if (!scope.isWhole) {
			const rows = this.database.statement('SELECT name, value FROM variable WHERE scope_key = ?').all(scopeKey);
			for (const { name, value } of rows as Array<{ name: string; value: string }>)
				if (!scope.changed.has(name)) this.#keep(scope, name, value);
			scope.isWhole = true;
		}
		const found = [...scope.values].filter((entry): entry is [string, string] => entry[1] !== undefined);
		return found.sort(([a], [b]) => (a < b ? -1 : 1));
	}

	write(scopeKey: number, name: string, json: string): void {
		const scope = this.#getScope(scopeKey);
		this.#keep(scope, name, json);
		scope.changed.add(name);
		this.#changed.set(scopeKey, scope);
	}

	removeScope(key: number): void {
		const scope = this.#kept.get(key);
		this.#kept.delete(key);
		this.#changed.delete(key);
		if (!scope || !scope.isWhole || scope.isStored) this.database.statement('DELETE FROM variable WHERE scope_key = ?').run(key);
	}

	get isChanged(): boolean {
		return this.#changed.size > 0;
	}

	flush(): void {
		for (const [key, scope] of this.#changed) {
			for (const name of scope.changed) {
				this.database
					.statement('INSERT INTO variable VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
					.run(key, name, scope.values.get(name)!);
			}
			scope.changed.clear();
			scope.isStored = true;
		}
		this.#changed.clear();
	}

	forget(): void {
		this.#kept.clear();
		this.#changed.clear();
		this.#characters = 0;
	}

	trim(): void {
		if (this.#characters > maxCachedCharacters || this.#kept.size > maxCachedScopes) this.forget();
	}

	#getScope(key: number): Scope {
		let scope = this.#kept.get(key);
		if (!scope) this.#kept.set(key, (scope = { values: new Map(), isWhole: false, isStored: true, changed: new Set() }));
		return scope;
	}

	#keep(scope: Scope, name: string, json: string | undefined): string | undefined {
		scope.values.set(name, json);
		this.#characters += name.length + (json?.length ?? 0);
		return json;
	}
}
