import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ViolationRecord } from '../../../core/ports/guardrails/violations';
import type { StoredEvaluation } from '../../../core/ports/quality';
import { stateFile } from '../../../providers/database/state-database';
import { openStoredViolations } from '../../../providers/compose/guardrails/violations';
import { openStoredUsage } from '../../../providers/compose/models/usage';
import { openSwitches } from '../../../providers/compose/state/host-switches';
import { openSwitchStore } from '../../../providers/state/switches/switch-store';
import { openQualityStore } from '../../../providers/state/quality/quality-store';
import type { CheckedRecords } from '../../../core/base/sealed-rows';
import { openUsageStore } from '../../../providers/state/usage/usage-store';
import { openViolationStore } from '../../../providers/state/violations/violation-store';
import { type Attack, failed, held, notTried, type Observation, open } from '../../attack';
import { changeState } from '../../range/change-state';
import { openRangeHost } from '../../range/range-host';
import type { Range } from '../../range/range';
import { composeQualityStore } from '../../../providers/compose/evaluation/quality-store';

type Checked = { check(tenant: string): Promise<CheckedRecords> };

/** A kind of records: how a host opens them, how nobody would seal them, and how three of a tenant are written. */
interface Kind<Store extends Checked> {
	open(host: Awaited<ReturnType<typeof openRangeHost>>): Promise<Store | undefined>;
	openUnsealed(file: string): Store & { close(): Promise<void> };
	fill(store: Store, tenant: string): Promise<void>;
}

const times = [1, 2, 3];

const calls: Kind<Awaited<ReturnType<typeof openStoredUsage>>> = {
	open: openStoredUsage,
	openUnsealed: (file) => openUsageStore(file),
	async fill(store, tenant) {
		const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
		for (const _time of times) {
			const model = { provider: 'verify', model: 'verify', kind: 'chat' as const };
			const call = { scope: { tenant, agent: 'verify', host: 'verify', person: 'ana' }, ...model, usage, costUsd: 1, priceTable: 'verify' };
			const entry = await store.reserve(call, [], Date.now());
			await store.settle(entry, { state: 'ok', errorCode: null, usage, costUsd: 1, durationMs: 1 });
		}
	},
};

const switches: Kind<NonNullable<Awaited<ReturnType<typeof openSwitches>>>> = {
	open: openSwitches,
	openUnsealed: (file) => openSwitchStore(file),
	async fill(store, tenant) {
		for (const time of times) await store.turnOff({ tenant, target: `agent:verify-${time}`, reason: 'verify', changedBy: 'user:ana' });
	},
};

const violations: Kind<NonNullable<Awaited<ReturnType<typeof openStoredViolations>>>> = {
	open: openStoredViolations,
	openUnsealed: (file) => openViolationStore(file),
	async fill(store, tenant) {
		const empty = { conversation: null, person: null, key: null, run: null, agent: null, agentVersion: null, agentSha256: null };
		const what = { guardrail: 'verify', code: 'SECRET', stage: 'input', action: 'block', host: 'verify', tool: null, argument: null };
		const record = { ...empty, ...what, policy: null, policyVersion: null, matches: [], matchCount: 0, at: Date.now() };
		await store.append(tenant, times.map(() => record) as Array<Omit<ViolationRecord, 'id'>>, { max: 1000, since: 0 });
	},
};

const results: Kind<NonNullable<Awaited<ReturnType<typeof composeQualityStore>>>> = {
	open: composeQualityStore,
	openUnsealed: (file) => openQualityStore(file),
	async fill(store, tenant) {
		const result: StoredEvaluation = {
			agent: 'verify',
			version: '1.0.0',
			set: 'verify',
			setSha256: 'a'.repeat(64),
			cases: 10,
			passed: 1,
			score: 0.1,
			at: Date.now(),
		};
		for (const _time of times) await store.addEvaluation(tenant, result);
	},
};

interface Change<Store extends Checked> {
	id: `ASI10.${string}`;
	title: Attack['title'];
	tries: string;
	/** Statements whose parameter is the tenant. They also change what else would show it, as far as nothing is sealed. */
	sql: string[];
	kind: Kind<Store>;
	aisvs: string[];
}

function recordAttack<Store extends Checked>({ kind, sql, tries, ...attack }: Change<Store>): Attack {
	return {
		fix: 'Update Troupe; let nobody else write the database.',
		...attack,
		tries: `${tries} in the database; then the records are checked.`,
		async play(range) {
			const store = await kind.open(await openRangeHost(range));
			if (!store) return notTried('There is no store.');
			return change(store, kind, {
				tenant: attack.id.toLowerCase(),
				apply: (tenant) => changeState(range, (database) => run(database, sql, tenant)),
			});
		},
		control: (range) => changeUnsealed(range, kind, sql),
	};
}

/** Changes records that nobody seals: whoever has the database can do it unseen. */
async function changeUnsealed<Store extends Checked>(range: Range, kind: Kind<Store>, sql: string[]): Promise<Observation> {
	const file = join(range.createFolder(), stateFile);
	const store = kind.openUnsealed(file);
	const apply = (tenant: string) => {
		const database = new DatabaseSync(file);
		try {
			return run(database, sql, tenant);
		} finally {
			database.close();
		}
	};
	try {
		return await change(store, kind, { tenant: 'control', apply });
	} finally {
		await store.close();
	}
}

const run = (database: DatabaseSync, sql: string[], tenant: string): boolean =>
	sql.every((statement) => database.prepare(statement).run(tenant).changes !== 0);

async function change<Store extends Checked>(
	store: Store,
	kind: Kind<Store>,
	{ tenant, apply }: { tenant: string; apply: (tenant: string) => boolean },
): Promise<Observation> {
	await kind.fill(store, tenant);
	const before = await store.check(tenant);
	if (before.faults.length > 0) return failed(`The records are not whole before: ${JSON.stringify(before.faults[0])}`);
	if (!apply(tenant)) return failed('There is no record to change.');
	const [fault] = (await store.check(tenant)).faults;
	return fault ? held(`The check tells: ${fault.id} ${fault.problem}.`) : open('The check tells nothing.');
}

/** Attempts to change, unseen, the records that are not steps of runs. */
export const records: Attack[] = [
	recordAttack({
		id: 'ASI10.11',
		kind: calls,
		aisvs: ['12.2.5', '9.4.2'],
		sql: ['UPDATE usage_call SET cost = 0 WHERE tenant = ? AND number = 2'],
		title: { en: 'A call is made cheaper in the ledger', pt: 'Uma chamada fica mais barata no registro de uso' },
		tries: 'The cost of a call is set to 0',
	}),
	recordAttack({
		id: 'ASI10.12',
		kind: calls,
		aisvs: ['12.2.5', '9.4.2'],
		sql: [`UPDATE usage_call SET person = 'bo' WHERE tenant = ? AND number = 2`],
		title: { en: 'A call is blamed on another person', pt: 'Uma chamada é atribuída a outra pessoa' },
		tries: 'The person of a call is replaced',
	}),
	recordAttack({
		id: 'ASI10.13',
		kind: calls,
		aisvs: ['12.2.5', '9.4.2'],
		sql: ['DELETE FROM usage_call WHERE tenant = ? AND number = 3', 'UPDATE last_call SET id = 2 WHERE tenant = ?'],
		title: { en: 'The last call is removed from the ledger', pt: 'A última chamada é removida do registro de uso' },
		tries: 'The newest call is deleted, and their number corrected',
	}),
	recordAttack({
		id: 'ASI10.14',
		kind: switches,
		aisvs: ['9.6.1', '9.6.3'],
		sql: [
			`DELETE FROM switch WHERE tenant = ? AND target = 'agent:verify-2'`,
			`INSERT INTO switch_change SELECT tenant, 4, target, 1, NULL, changed_at, changed_by, mark FROM switch_change WHERE tenant = ? AND number = 2`,
			'UPDATE last_switch_change SET id = 4 WHERE tenant = ?',
		],
		title: { en: 'A switch is deleted, so that an agent runs again', pt: 'Um interruptor é apagado, e um agente volta a rodar' },
		tries: 'A switch is deleted, and a change to on is added to the log',
	}),
	recordAttack({
		id: 'ASI10.15',
		kind: switches,
		aisvs: ['12.4.2'],
		sql: [
			`UPDATE switch_change SET changed_by = 'user:bo' WHERE tenant = ? AND number = 2`,
			`UPDATE switch SET changed_by = 'user:bo' WHERE tenant = ? AND target = 'agent:verify-2'`,
		],
		title: { en: 'Somebody else is named for a switch', pt: 'Outra pessoa é apontada por um interruptor' },
		tries: 'The person who turned an agent off is replaced',
	}),
	recordAttack({
		id: 'ASI10.16',
		kind: violations,
		aisvs: ['12.2.4', '9.4.2'],
		sql: ['DELETE FROM violation WHERE tenant = ? AND id = 3', 'UPDATE last_violation SET id = 2 WHERE tenant = ?'],
		title: { en: 'The last violation is removed', pt: 'A última violação é removida' },
		tries: 'The newest violation of a guardrail is deleted, and their number corrected',
	}),
	recordAttack({
		id: 'ASI10.17',
		kind: results,
		aisvs: ['12.5.3'],
		sql: ['UPDATE evaluation SET passed = 10, score = 1000000 WHERE tenant = ? AND number = 2'],
		title: { en: 'The result of an evaluation is made better', pt: 'O resultado de uma avaliação é melhorado' },
		tries: 'A result of 1 of 10 becomes 10 of 10',
	}),
];
