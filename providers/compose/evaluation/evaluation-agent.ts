import { admitAgent } from '../../../core/agents/loop/run/open-run';
import { carryModel } from '../../../core/evaluation/traffic/carry';
import { carryParts } from '../../../core/evaluation/traffic/carry-parts';
import type { Recordings } from '../../../core/evaluation/traffic/recording';
import { caseClock, caseSleep } from '../../../core/evaluation/traffic/traffic';
import type { EvaluationAgent } from '../../../core/evaluation/run-case';
import { TroupeError } from '../../../core/base/errors';
import type { ModelCarrier } from '../../../core/ports/models/models';
import { composeAgent } from '../agents/agent';
import { composeGuard } from '../guardrails/guard';
import type { Host } from '../hosts/host';
import { composeJudge } from '../models/models';
import { composeRoute } from '../models/named-models';
import type { AgentReference } from '../agents/agent-reference';
import type { TenantDemands } from '../guardrails/tenant-demands';

const createCarrier = (isOffline: boolean): ModelCarrier => ({ isOffline, carry: carryModel, sleep: caseSleep });

/**
 * @param host one of `toRecordingHost` or `toOfflineHost` @param judge `provider:model`. Default: that of the guardrails @throws TroupeError
 * AGENT_NOT_FOUND, AGENT_INVALID, POLICY_INVALID, KNOWLEDGE_UNREADABLE, MANIFEST_*
 */
export async function composeEvaluationAgent(reference: AgentReference, host: Host, judge?: string): Promise<EvaluationAgent> {
	const parts = await composeAgent(reference, host);
	// A refusal is a fault of the run, not a wrong answer of each case.
	await admitAgent(parts);
	return {
		parts,
		openGuard: (policy) =>
			composeGuard(
				typeof policy === 'string' ? { kind: 'id', id: policy } : { kind: 'inline', policy, where: 'The "checks" of an assertion' },
				host,
			),
		async openJudge(name = judge) {
			const model = name === undefined ? await composeJudge(host) : await composeRoute([name], host);
			if (model) return model;
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: 'A rubric needs a model as its judge, and no provider is configured.',
				fix: 'Set a key such as OPENAI_API_KEY while you record, and "judge" in the set if another model should judge.',
			});
		},
	};
}

/** Nothing is remembered. If the model cannot be reached, the quoted fallback is not judged. */
const forCases = { remembers: false, failsWithoutAnswer: true, carryParts };

export const toRecordingHost = (host: Host): Host => ({
	...host,
	...forCases,
	carrier: createCarrier(false),
});

/** Reads only definitions, documents and policies: no registry, no state, no network. @param demands of the tenant, which are state */
export function toOfflineHost(host: Host, providers: Recordings['providers'], demands?: TenantDemands): Host {
	const { gate, published } = host;
	return {
		...host,
		gate: gate.offline?.() ?? gate,
		published: published?.offline?.() ?? published,
		...(demands && { demands }),
		carrier: createCarrier(true),
		...forCases,
		clock: caseClock,
		stateFolder: undefined,
		database: '',
		redis: '',
		budgetsFile: undefined,
		providers: Object.fromEntries(Object.entries(providers).map(([name, { model }]) => [name, { apiKey: '', model }])),
		fetch: refuseNetwork,
		secrets: undefined,
		boundSecrets: undefined,
	};
}

const refuseNetwork: typeof fetch = () =>
	Promise.reject(new TroupeError({ code: 'INTERNAL', message: 'An evaluation tried to use the network.' }));
