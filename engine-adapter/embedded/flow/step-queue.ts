import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Database } from '../state/database';
import type { Step } from './step';

/** More than any sensible process takes between two waits; a longer run yields to other commands. */
const stepsPerTransaction = 1_000;
/** Instances, of all tenants together, whose stored steps one transaction goes on with. */
const lanesPerTransaction = 64;

export interface LaneName {
	tenantId: string;
	instanceKey: number;
}

/** The steps of one instance in this transaction. */
interface Lane {
	/** Undefined for the steps of a command. */
	name?: LaneName;
	steps: Step[];
	/** Positions of the first steps, which were stored. */
	positions: number[];
	taken: number;
	/** More are stored, which come before all that follows. */
	hasMore: boolean;
}

const newLane = (): Lane => ({ steps: [], positions: [], taken: 0, hasMore: false });

/**
 * The steps still to take, first in first out in each instance: the order in which Zeebe processes its log decides which of two branches moves first.
 * Steps that one transaction does not get to are stored, and done by the next. Tenants take turns there, and so do the instances of each: one
 * with many steps does not keep the others waiting.
 */
export class StepQueue {
	#lanes: Lane[] = [newLane()];
	/** To which new steps belong. */
	#lane = this.#lanes[0]!;
	/** The last instance of each tenant that had its turn, and the last tenant. */
	readonly #served = new Map<string, number>();
	#lastTenant = '';
	mayHoldBack = true;

	constructor(
		private readonly database: Database,
		private readonly nameLane: (step: Step) => LaneName,
	) {}

	push(step: Step): void {
		this.#lane.steps.push(step);
	}

	run(take: (step: Step) => void, deadline: number): void {
		try {
			for (let taken = 0, lanes = this.#lanes; lanes.length > 0 && taken < stepsPerTransaction;) {
				lanes = lanes.filter(({ steps, positions, taken: done, hasMore }) => done < (hasMore ? positions : steps).length);
				for (const lane of lanes) {
					if (taken === stepsPerTransaction || (taken > 0 && performance.now() >= deadline)) {
						lanes = [];
						break;
					}
					taken++;
					this.#lane = lane;
					take(lane.steps[lane.taken++]!);
				}
			}
			for (const lane of this.#lanes) this.#keepRest(lane);
		} finally {
			this.#lane = newLane();
			this.#lanes = [this.#lane];
		}
	}

	resume(): void {
		const tenants = this.#listNext('tenant_id', 'true', this.#lastTenant, lanesPerTransaction, '');
		const each = Math.max(1, Math.floor(lanesPerTransaction / Math.max(1, tenants.length)));
		const ofTenants = tenants.map((tenantId) => {
			const keys = this.#listNext('instance_key', 'tenant_id = ?3', this.#served.get(tenantId) ?? -1, each, -1, tenantId);
			return keys.map((instanceKey) => ({ tenantId, instanceKey }));
		});
		// The first of each tenant, then the second of each.
		const names = Array.from({ length: each }, (_, place) => ofTenants.flatMap((lanes) => lanes[place] ?? [])).flat();
		const limit = Math.ceil(stepsPerTransaction / Math.max(1, names.length));
		this.#lanes = names.map((name) => {
			const rows = this.database.all<{ position: number; step: string }>(
				'SELECT position, step FROM pending_step WHERE tenant_id = ? AND instance_key = ? ORDER BY position LIMIT ?',
				name.tenantId,
				name.instanceKey,
				limit,
			);
			const steps = rows.map(({ step }) => parseJson(step) as Step);
			return { name, steps, positions: rows.map(({ position }) => position), taken: 0, hasMore: rows.length === limit };
		});
	}

	/** Forgets the steps of `work` when it throws. */
	guard<T>(work: () => T): T {
		const lane = this.#lane;
		const before = lane.steps.length;
		try {
			return work();
		} catch (error) {
			lane.steps.length = before;
			throw error;
		}
	}

	/** Lists a column's values after the last one, then from the beginning, by its index alone. */
	#listNext<Value extends string | number>(
		column: string,
		where: string,
		after: Value,
		limit: number,
		first: Value,
		...more: string[]
	): Value[] {
		const next = `SELECT min(${column}) FROM pending_step WHERE ${where} AND ${column} >`;
		const sql = `WITH RECURSIVE found (value) AS (${next} ?1 UNION ALL SELECT (${next} value) FROM found WHERE value IS NOT NULL)
			SELECT value FROM found WHERE value IS NOT NULL LIMIT ?2`;
		const list = (from: Value): Value[] => this.database.all<{ value: Value }>(sql, from, limit, ...more).map(({ value }) => value);
		const later = list(after);
		return later.length === limit ? later : [...new Set([...later, ...list(first)])].slice(0, limit);
	}

	#keepRest({ name, steps, positions, taken }: Lane): void {
		const lastTaken = positions[Math.min(taken, positions.length) - 1];
		if (name && lastTaken !== undefined) {
			this.database.run(
				'DELETE FROM pending_step WHERE tenant_id = ? AND instance_key = ? AND position <= ?',
				name.tenantId,
				name.instanceKey,
				lastTaken,
			);
			this.#served.set(name.tenantId, name.instanceKey);
			this.#lastTenant = name.tenantId;
		}
		for (const step of steps.slice(Math.max(taken, positions.length))) {
			const { tenantId, instanceKey } = name?.instanceKey ? name : this.nameLane(step);
			this.database.run(
				'INSERT INTO pending_step (tenant_id, instance_key, step) VALUES (?, ?, ?)',
				tenantId,
				instanceKey,
				stringifyJson(step),
			);
			this.mayHoldBack = true;
		}
	}

	/** Call it after the transaction. */
	hasPending(): boolean {
		this.mayHoldBack &&= this.database.get('SELECT 1 FROM pending_step LIMIT 1') !== undefined;
		return this.mayHoldBack;
	}
}
