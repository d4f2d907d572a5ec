import { actAs, type Actor } from '../../core/audit/actor';
import { CountedWindows } from '../../core/base/counted-windows';
import type { Act } from '../../providers/state/audit/audited-database';

export interface RefusedCall {
	tenant: string;
	caller: Actor;
	/** Method and route: paths contain persons' ids. */
	route: string;
	code?: string;
	reason?: string;
	/** The missing scope, without the caller's name of an agent or collection. */
	scope?: string;
}

type Note = (tenant: string, act: Act) => Promise<void>;

/**
 * Notes refused calls in the audit log at a bounded rate: the first of a caller at a route at once, the rest counted by tenant (`CountedWindows`).
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

	add(refused: RefusedCall): void {
		if (this.#windows.add(refused)) this.#write(refused, 1);
	}

	async close(): Promise<void> {
		this.#windows.close();
		await this.#writing;
	}

	#write({ tenant, caller, route, ...why }: RefusedCall, count: number): void {
		const act: Act = {
			action: 'access.refused',
			outcome: 'refused',
			by: caller.name,
			at: Date.now(),
			object: { kind: 'route', value: route },
			details: { kind: 'refusal', value: { ...why, count } },
		};
		// In sequence: a flood takes one connection.
		this.#writing = this.#writing.then(() => actAs(caller, () => this.note(tenant, act)));
	}
}
