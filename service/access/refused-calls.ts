import { actAs, type Actor } from '../../core/audit/actor';
import { CountedWindows } from '../../core/base/counted-windows';
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

/**
 * Notes refused calls in the audit log, at a bounded rate. The first one of a caller at a route has its entry at once; the rest is counted
 * (`CountedWindows`), for each tenant.
 */
export class RefusedCalls {
	#writing: Promise<unknown> = Promise.resolve();
	readonly #windows = new CountedWindows<RefusedCall>({
		nameOf: ({ tenant, caller, route, code, reason, scope }) =>
			JSON.stringify([tenant, caller.name, caller.address, route, code, reason, scope]),
		toRest: ({ tenant }) => ({ tenant, caller: { name: 'several' }, route: 'several' }),
		tell: (refused, count) => this.#write(refused, count),
	});

	/** @param note does not fail */
	constructor(private readonly note: Note) {}

	/** Takes a refusal, which waits for nothing. */
	add(refused: RefusedCall): void {
		if (this.#windows.add(refused)) this.#write(refused, 1);
	}

	/** Writes what was counted. */
	async close(): Promise<void> {
		this.#windows.close();
		await this.#writing;
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
