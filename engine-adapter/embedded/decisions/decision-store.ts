import type { FeelHost } from '../../../bpmn/feel/feel-port';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import type { DecisionModel } from '../../../bpmn/dmn/reading/decision-model';
import { ZeebeDecisions, type DecisionOutcome } from '../../../bpmn/dmn/zeebe/zeebe-decisions';
import type { Database } from '../state/database';

export interface DecisionVersion {
	key: number;
	tenantId: string;
	decisionId: string;
	name: string;
	version: number;
	versionTag?: string;
	requirementsKey: number;
}

interface DecisionRow {
	key: number;
	tenant_id: string;
	decision_id: string;
	name: string;
	version: number;
	version_tag: string | null;
	requirements_key: number;
}

const cachedModels = 64;

/** Ids belong to a tenant. Recently used models are in memory, all are on disk. */
export class DecisionStore {
	readonly #cache = new Map<number, ZeebeDecisions>();

	constructor(
		private readonly database: Database,
		private readonly zeebeVersion: ZeebeVersion,
	) {}

	findLatest(tenantId: string, decisionId: string): DecisionVersion | undefined {
		return this.#find('WHERE tenant_id = ? AND decision_id = ? ORDER BY version DESC LIMIT 1', tenantId, decisionId);
	}

	findByKey(key: string | number): DecisionVersion | undefined {
		return this.#find('WHERE key = ?', key);
	}

	/** Last deployment with the tag. */
	findTagged(tenantId: string, decisionId: string, versionTag: string): DecisionVersion | undefined {
		return this.#find(
			'WHERE tenant_id = ? AND decision_id = ? AND version_tag = ? ORDER BY version DESC LIMIT 1',
			tenantId,
			decisionId,
			versionTag,
		);
	}

	findDeployed(decisionId: string, deploymentKey: number): DecisionVersion | undefined {
		return this.#find(
			'WHERE decision_id = ? AND key IN (SELECT decision_key FROM deployed_decision WHERE deployment_key = ?)',
			decisionId,
			deploymentKey,
		);
	}

	findInModel(decisionId: string, requirementsKey: number): DecisionVersion | undefined {
		return this.#find('WHERE decision_id = ? AND requirements_key = ?', decisionId, requirementsKey);
	}

	evaluate({ decisionId, requirementsKey }: DecisionVersion, host: FeelHost): DecisionOutcome {
		return this.#model(requirementsKey).evaluate(decisionId, host);
	}

	#find(where: string, ...values: Array<string | number>): DecisionVersion | undefined {
		const row = this.database.get<DecisionRow>(`SELECT * FROM decision ${where}`, ...values);
		return row && toDecisionVersion(row);
	}

	#model(key: number): ZeebeDecisions {
		const found = this.#cache.get(key) ?? new ZeebeDecisions(this.#readModel(key), this.zeebeVersion);
		this.#cache.delete(key);
		this.#cache.set(key, found);
		if (this.#cache.size > cachedModels) this.#cache.delete(this.#cache.keys().next().value!);
		return found;
	}

	#readModel(key: number): DecisionModel {
		const row = this.database.get<{ model: string }>('SELECT model FROM decision_requirements WHERE key = ?', key)!;
		return JSON.parse(row.model) as DecisionModel;
	}
}

export const toDecisionVersion = (row: DecisionRow): DecisionVersion => ({
	key: row.key,
	tenantId: row.tenant_id,
	decisionId: row.decision_id,
	name: row.name,
	version: row.version,
	...(row.version_tag === null ? {} : { versionTag: row.version_tag }),
	requirementsKey: row.requirements_key,
});
