import { readFile, stat } from 'node:fs/promises';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import type { Transcriber } from '../../../core/ports/channels/audios';
import type { ChatModel, Embedder } from '../../../core/ports/models/models';
import type { BilledReranker, Reranker } from '../../../core/ports/models/rerankers';
import type { OpenEntry, UsageStore } from '../../../core/ports/usage';
import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import { systemClock } from '../../../core/ports/host';
import { readOrigin } from '../../../core/base/work-origin';
import { withCleanImages } from '../../../core/llm/images/with-clean-images';
import { limitOutput } from '../../../core/llm/output-limit/limit-output';
import { stopAtRepetitions } from '../../../core/llm/repetitions/stop-at-repetitions';
import { embedNormalized, rerankNormalized } from '../../../core/llm/normalized-texts';
import { withoutSpecialTokens } from '../../../core/llm/special-tokens';
import { withoutThoughts } from '../../../core/llm/thoughts/without-thoughts';
import { createMeter } from '../../../core/usage/create-meter';
import { type Limits, parseLimits, withoutReplaced } from '../../../core/usage/parse-limits';
import type { PriceSource } from '../../../core/usage/pricing';
import { uncountedStore } from '../../../core/usage/uncounted-store';
import { withMeter } from '../../../core/usage/with-meter';
import { withMeteredEmbedder } from '../../../core/usage/with-metered-embedder';
import { withMeteredReranker } from '../../../core/usage/with-metered-reranker';
import { withMeteredTranscriber } from '../../../core/usage/with-metered-transcriber';
import { isPostgresAddress } from '../../database/database-place';
import { composeCallSwitches } from '../state/host-switches';
import { readTenantBudgets } from '../state/host-tenants';
import type { StoredUsage } from '../../state/usage/usage-store';
import { composeMark, nameMark } from '../state/host-mark';
import { keptWrites } from '../state/kept-writes';
import { createImageDownload } from '../../http/download-image';
import type { UsageHost } from '../hosts/model-host';
import { openVaultKeys } from '../guardrails/vault-parts';
import { announceBudget } from './announce-budget';
import { readSharedLimits } from './shared-limits';
import { findStatePlace } from '../state/state-place';
import { decodeText } from '../../../core/base/text/decode-text';

export interface HostMeter {
	/**
	 * Meters a model, stops repeated output, separates reasoning, and filters special tokens and non-picture images. Leaves a metered model
	 * unchanged. @throws TroupeError AGENT_INVALID if the agent's own budgets would not count it
	 */
	chat(model: ChatModel, source?: PriceSource): ChatModel;
	embedder(embedder: Embedder, source?: PriceSource): Embedder;
	reranker(reranker: BilledReranker, source?: PriceSource): Reranker;
	transcriber(transcriber: Transcriber, source?: PriceSource): Transcriber;
}

/** @throws TroupeError INPUT_INVALID for an invalid budgets file; DEPENDENCY_MISSING if there are budgets and no SQLite */
export async function composeMeter(host: UsageHost, agent = host.agent): Promise<HostMeter> {
	const { tenant = 'default', name = 'agent', clock = systemClock } = host;
	const { budgets: ofHost, prices } = await readLimits(host);
	const { callers = [] } = host;
	const ofTeam = [...callers, ...(agent ? [agent] : [])].flatMap(({ id, budgets: own = [] }) =>
		own.map((budget) => ({ ...budget, agent: id })),
	);
	const budgets = [...ofHost, ...ofTeam, ...(await readTenantBudgets(host))];
	const store = await composeUsageStore(host, budgets.length > 0);
	const { stateFolder } = host;
	const pseudonym =
		stateFolder === undefined
			? undefined
			: async (kind: 'conversation' | 'subject', id: string) => (await openVaultKeys(host, stateFolder)).pseudonym(kind, tenant, id);
	const watchSwitches = await composeCallSwitches(host);
	const meter = createMeter({
		store,
		budgets,
		clock,
		pseudonym,
		scope: { tenant, agent: agent?.id ?? null, ...(callers.length > 0 && { callers: callers.map(({ id }) => id) }), host: name },
		watchSwitches: () => watchSwitches({ agent: agent?.id, run: readOrigin().run }),
		onReached: (event) => announceBudget(host, event),
		keep: (entry, settle) => keepUsage(store, entry, settle),
	});
	const download = createImageDownload({ allowPrivateNetworks: host.allowPrivateNetworks, outside: host.outside });
	const priceSource = (id: string, source: PriceSource = {}): PriceSource => ({ host: prices[id], ...source });
	return {
		chat(model, source) {
			if (!model.metered)
				return withCleanImages(
					withoutSpecialTokens(withoutThoughts(withMeter(limitOutput(stopAtRepetitions(model)), meter, priceSource(model.id, source)))),
					download,
				);
			if (agent && budgets.some((budget) => budget.agent === agent.id)) throw countedElsewhere(agent.id, model.id);
			return limitOutput(model);
		},
		embedder: (embedder, source) => embedNormalized(withMeteredEmbedder(embedder, meter, priceSource(embedder.id, source))),
		reranker: (reranker, source) => rerankNormalized(withMeteredReranker(reranker, meter, priceSource(reranker.id, source))),
		transcriber: (transcriber, source) => withMeteredTranscriber(transcriber, meter, priceSource(transcriber.id, source)),
	};
}

function keepUsage(store: UsageStore, entry: OpenEntry, settle: () => Promise<void>): boolean {
	const { provider, model, scope } = entry;
	const [code, name] = ['TROUPE_USAGE', `${provider}:${model}${scope.run === undefined ? '' : ` of the run ${scope.run}`}`] as const;
	const isKept = keptWrites.keep(store, { code, name, size: JSON.stringify(entry).length, write: settle });
	if (isKept)
		warnOperator(
			`What a call of ${name} used is not recorded, because the database is away. It is recorded when it answers, if this process still runs.`,
			{ code },
		);
	return isKept;
}

/** Metering the model again would count calls twice; not metering it would disable the cap. */
function countedElsewhere(agent: string, model: string): TroupeError {
	return new TroupeError({
		code: 'AGENT_INVALID',
		message: `The agent "${agent}" has its own budgets, but calls of the connected model ${model} are counted by the node that provides it.`,
		fix: "Set the budgets in that node, or use models of the agent's own route.",
		details: { agent, model },
	});
}

const opened = new Map<string, StoredUsage>();

/**
 * Without a database and a state folder, the ledger ends with the process. @param needed true if budgets depend on it: otherwise a host without
 * SQLite works without a ledger
 */
export async function composeUsageStore(host: UsageHost, needed = true): Promise<UsageStore> {
	const found = findStatePlace(host);
	const place = found ?? ':memory:';
	const known = opened.get(place + nameMark(host));
	if (known) return known;
	const isFile = !isPostgresAddress(place);
	if (!needed && isFile && (found === undefined || process.getBuiltinModule('node:sqlite') === undefined)) return uncountedStore;
	return openStoredUsage(host);
}

export async function openStoredUsage(host: UsageHost): Promise<StoredUsage> {
	const place = findStatePlace(host) ?? ':memory:';
	const key = place + nameMark(host);
	const { openUsageStore } = await import('../../state/usage/usage-store');
	const store = opened.get(key) ?? openUsageStore(place, { mark: place === ':memory:' ? undefined : composeMark(host) });
	opened.set(key, store);
	return store;
}

const read = new Map<string, { version: string; limits: Promise<Limits> }>();

export async function readLimits(host: UsageHost): Promise<Limits> {
	const { budgets = [] } = host;
	const [file, { ofAll, ofTenant }] = await Promise.all([readFileLimits(host), readSharedLimits(host)]);
	return {
		budgets: [...budgets, ...withoutReplaced(file.budgets, ofAll.budgets), ...ofAll.budgets, ...ofTenant.budgets],
		prices: { ...file.prices, ...ofAll.prices, ...ofTenant.prices },
	};
}

export async function readFileLimits({ budgetsFile }: UsageHost): Promise<Limits> {
	return (budgetsFile && (await readFileOnce(budgetsFile))) ?? { budgets: [], prices: {} };
}

async function readFileOnce({ path, mustExist }: NonNullable<UsageHost['budgetsFile']>): Promise<Limits | undefined> {
	const version = await readVersion(path, mustExist);
	if (version === undefined) return undefined;
	let entry = read.get(path);
	if (entry?.version !== version) {
		entry = { version, limits: readFile(path).then((bytes) => parseLimits(decodeText(bytes, path), path)) };
		read.set(path, entry);
		entry.limits.catch(() => read.delete(path));
	}
	return entry.limits;
}

async function readVersion(path: string, mustExist: boolean): Promise<string | undefined> {
	try {
		const { mtimeMs, size, ino } = await stat(path);
		return `${mtimeMs} ${size} ${ino}`;
	} catch (cause) {
		const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
		if (isMissing && !mustExist) return undefined;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The budgets in ${path} cannot be read: ${getErrorMessage(cause)}.`,
			fix: isMissing ? 'Set TROUPE_BUDGETS to an existing file, or unset it.' : 'Let the user that runs Troupe read it.',
			cause,
		});
	}
}
