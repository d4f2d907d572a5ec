import type { EvaluationSet } from '../../../core/evaluation/cases/evaluation-set';
import type { EvaluationResult } from '../../../core/evaluation/evaluation-result';
import type { Recordings } from '../../../core/evaluation/traffic/recording';
import { version as troupe } from '../../../package.json';
import type { Host } from '../hosts/host';
import { playSetWithAgents, type SetRun } from './run-set';
import { hashOf, hashSet, type StoredResult, storeResult } from './store-result';

export interface EvaluationBasis {
	set: { name: string; sha256: string };
	recordings: { sha256: string; providers: Recordings['providers'] };
	agents: EvaluatedAgent[];
	versions: { troupe: string; node: string };
}

export interface EvaluatedAgent {
	id: string;
	version: string;
	/** SHA-256 of its definition, in hex. */
	sha256: string;
	prompt?: { name: string; version: string; sha256: string };
	models: Array<{ provider: string; model: string }>;
}

export interface EvaluatedSet {
	result: EvaluationResult;
	basis?: EvaluationBasis;
	stored?: StoredResult;
}

interface Uses {
	store?: boolean;
	basis?: boolean;
}

/** @throws TroupeError as playSet */
export async function evaluateSet(run: SetRun, host: Host, { store, basis }: Uses, signal: AbortSignal): Promise<EvaluatedSet> {
	const { result, agents } = await playSetWithAgents({ ...run, isRecorded: store }, host, signal);
	const { set } = run.found;
	return {
		result,
		...(basis && { basis: describe(set, run.recordings, agents) }),
		...(store && { stored: await storeResult(set, result, host) }),
	};
}

type Agents = Awaited<ReturnType<typeof playSetWithAgents>>['agents'];

function describe(set: EvaluationSet, recordings: Recordings, agents: Agents): EvaluationBasis {
	const different = new Map(agents.map(({ parts }) => [parts.definitionSha256, parts]));
	return {
		set: { name: set.name, sha256: hashSet(set) },
		recordings: { sha256: hashOf(recordings), providers: recordings.providers },
		agents: [...different.values()].map(({ definition, definitionSha256, prompt }) => ({
			id: definition.id,
			version: definition.version,
			sha256: definitionSha256,
			...(prompt && { prompt }),
			models: definition.model.route.map(({ provider, model }) => ({ provider, model })),
		})),
		versions: { troupe, node: process.versions.node },
	};
}
