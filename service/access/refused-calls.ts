import { actAs, type Actor } from '../../core/audit/actor';
import type { Act } from '../../providers/state/audit/audited-database';

/** A request that was answered with 403. */
export interface RefusedCall {
	tenant: string;
	caller: Actor;
	/** The method and the route: paths have the ids of persons. */
	route: string;
	/** The code of the error, and its reason: `scope`, `tenant`, `foreign`. */
	code?: string;
	reason?: string;
	/** The scope that was missing, without the name of an agent or collection, which is the caller's word. */
	scope?: string;
}

/** Writes an entry into the audit log of a tenant. */
type Note = (tenant: string, act: Act) => Promise<void>;

/** How long equal refusals are counted together. */
export const windowMs = 60_000;
/** Different refusals of a window that have an entry of their own. */
export const maxNoted = 100;

interface Window {
	refused: RefusedCall;
	/** Refusals since the last entry. */
	count: number;
}

/**
 * Notes refused calls in the audit log, at a bounded rate. The first one of a caller at a route has its entry at once. Equal ones are counted, and have one entry
 * together when the window ends; so have all that are more than `maxNoted` different ones, for each tenant. No refusal is left out, unless the process is killed.
 */
export class RefusedCalls {
	#windows = new Map<string, Window>();
	#timer: NodeJS.Timeout | undefined;
	#writing: Promise<unknown> = Promise.resolve();

	/** @param note does not fail */
	constructor(private readonly note: Note) {}

	/** Takes a refusal, which waits for nothing. */
	add(refused: RefusedCall): void {
		const { tenant, caller, route, code, reason, scope } = refused;
		const name = JSON.stringify([tenant, caller.name, caller.address, route, code, reason, scope]);
		const known = this.#windows.get(name);
		if (known) known.count += 1;
		else if (this.#windows.size < maxNoted) {
			this.#windows.set(name, { refused, count: 0 });
			this.#write(refused, 1);
		} else this.#addToRest(tenant);
		this.#timer ??= setInterval(() => this.#endWindow(), windowMs).unref();
	}

	/** Writes what was counted. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#endWindow();
		await this.#writing;
	}

	#addToRest(tenant: string): void {
		const name = JSON.stringify([tenant]);
		const rest = this.#windows.get(name) ?? { refused: { tenant, caller: { name: 'several' }, route: 'several' }, count: 0 };
		rest.count += 1;
		this.#windows.set(name, rest);
	}

	#endWindow(): void {
		for (const { refused, count } of this.#windows.values()) if (count > 0) this.#write(refused, count);
		this.#windows = new Map();
	}

	#write({ tenant, caller, route, ...why }: RefusedCall, count: number): void {
		const act: Act = {
			...{ action: 'access.refused', outcome: 'refused', by: caller.name, at: Date.now() },
			object: { kind: 'route', value: route },
			details: { kind: 'refusal', value: { ...why, count } },
		};
		// One after the other: a flood takes one connection.
		this.#writing = this.#writing.then(() => actAs(caller, () => this.note(tenant, act)));
	}
}
