import { TroupeError } from '../../../core/base/errors';
import { createBatchedEmbedder } from '../../../core/knowledge/embedding/create-batched-embedder';
import { RecentVectors } from '../../../core/knowledge/embedding/recent-vectors';
import { createStampedEmbedder, type StampFacts } from '../../../core/knowledge/embedding/stamped-embedder';
import type { PersonalDataPolicy } from '../../../core/knowledge/private-data/document-policy';
import { createMaskingEmbedder } from '../../../core/knowledge/private-data/masking-models';
import { embedNormalized } from '../../../core/llm/normalized-texts';
import { once } from '../../../core/base/async/once';
import type { EmbeddingStamp } from '../../../core/ports/knowledge/collection-stamp';
import type { StampedEmbedder } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { composeEmbedder } from '../models/named-models';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { readOllamaStamp } from '../../models/ollama/embedder-stamp';
import { findPrefixes } from '../../models/shared/purpose-prefixes';
import type { LocalEmbedder } from '../../transformers/local-embedder';
import { splitModelName } from '../../models/split-model-name';
import { composeVectorCache } from './host-vector-cache';
import { leavesMachine } from './leaves-machine';

const forever = new AbortController().signal;

export interface EmbedderOptions {
	/** False stores no vector outside the collection, such as for texts about a person. Default: true. */
	remembers?: boolean;
	/** `keep` sends document texts to other machines unmasked. Questions are always masked. Default: `mask`. */
	personalData?: PersonalDataPolicy;
}

/**
 * Composes an embedder with batches, retries and a cache of document vectors in the state folder. @param name `openai:…`, `google:…` or `ollama:…`
 * (or with a slash); `local`, the host's own; a folder or a hub id, with or without `local:`; or `none` @throws TroupeError INPUT_INVALID for an
 * unknown name or a provider without settings; NOT_SUPPORTED, DEPENDENCY_MISSING, MODEL_*
 */
export async function composeStampedEmbedder(
	name: string,
	host: KnowledgeHost,
	options: EmbedderOptions = {},
): Promise<StampedEmbedder | undefined> {
	if (name === 'none') return undefined;
	const remote = parseProvider(name);
	if (remote) return composeRemote(remote, host, options);
	const wanted = name === 'local' ? host.embeddingModel : name.replace(/^local:/, '');
	if (!wanted) throw withoutModel(name);
	const { openLocalEmbedder } = await import('../../transformers/open-local-model');
	return composeLocal(await openLocalEmbedder(wanted, host, forever), host, options);
}

/**
 * Composes the embedder of an existing collection. @throws TroupeError MODEL_NOT_FOUND if the model is no longer available, KNOWLEDGE_STAMP_DIFFERS
 * if its revision changed; and what composeStampedEmbedder throws
 */
export async function composeEmbedderOfStamp(
	stamp: EmbeddingStamp,
	host: KnowledgeHost,
	options: EmbedderOptions = {},
): Promise<StampedEmbedder> {
	if (!stamp.model.startsWith('local:')) return composeRemoteOfStamp(stamp, host, options);
	const { openStampedEmbedder } = await import('../../transformers/open-local-model');
	return composeLocal(await openStampedEmbedder(stamp, host.embeddingModel, host, forever), host, options);
}

async function composeRemoteOfStamp(stamp: EmbeddingStamp, host: KnowledgeHost, options: EmbedderOptions): Promise<StampedEmbedder> {
	const { provider, model } = splitModelName(stamp.model);
	if (!host.providers[provider])
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The vectors were created with ${stamp.model}, but ${provider} is not configured.`,
			fix: `Add a credential for ${provider} (in n8n, under Embedder in the node) or set its environment variables; or search by words; or re-embed the collection with another model.`,
			details: { model: stamp.model },
		});
	// Only Ollama reports the revision of a model.
	const { revision } = provider === 'ollama' ? await readFacts(provider, model, host, forever) : {};
	if (stamp.revision === undefined || revision === undefined || revision === stamp.revision)
		return composeRemote({ provider, model }, host, options);
	throw new TroupeError({
		code: 'KNOWLEDGE_STAMP_DIFFERS',
		message: `The vectors were created with revision ${stamp.revision.slice(0, 12)} of ${stamp.model}, but the server now has revision ${revision.slice(0, 12)}.`,
		fix: 'Re-embed the collection (troupe knowledge re-embed), or search by words.',
		details: { expected: stamp.revision, actual: revision },
	});
}

export const isLocalEmbedder = (name: string): boolean => name !== 'none' && !parseProvider(name);

/** `google/…` is also an owner on hubs: only API models count as remote. */
function parseProvider(name: string): { provider: ProviderName; model: string } | undefined {
	const [, provider, model] =
		/^(openai|google|ollama|anthropic):(.+)$/.exec(name) ??
		/^(openai|ollama)\/(.+)$/.exec(name) ??
		/^(google)\/((?:gemini|text)-embedding.*)$/.exec(name) ??
		[];
	return provider && model ? { provider: provider as ProviderName, model } : undefined;
}

async function composeRemote(
	{ provider, model }: { provider: ProviderName; model: string },
	host: KnowledgeHost,
	{ remembers = true, personalData }: EmbedderOptions,
): Promise<StampedEmbedder> {
	const id = `${provider}:${model}`;
	const plain = await composeEmbedder([id], host);
	const facts = once((signal: AbortSignal) => readFacts(provider, model, host, signal));
	const baseUrl = host.providers[provider]?.baseUrl ?? '';
	const masks = personalData !== 'keep' && leavesMachine(provider, host);
	const prefixes = provider === 'ollama' ? findPrefixes(model) : {};
	// Masked below the cache, which forgets texts as they are stored.
	const batched = createBatchedEmbedder(masks ? createMaskingEmbedder(plain) : plain, {
		identity: async (signal) => JSON.stringify([id, baseUrl, prefixes, await facts(signal), ...(masks ? ['masked'] : [])]),
		cache: remembers ? await composeVectorCache(host) : undefined,
		recent,
	});
	return createStampedEmbedder(batched, facts);
}

/** Runs one computation at a time: two would share the processors. */
async function composeLocal(embedder: LocalEmbedder, host: KnowledgeHost, { remembers = true }: EmbedderOptions): Promise<StampedEmbedder> {
	const batched = createBatchedEmbedder(embedNormalized(embedder), {
		identity: () => Promise.resolve(embedder.identity),
		cache: remembers ? await composeVectorCache(host) : undefined,
		recent,
		// Local models are slow: small batches lose only a second or two when cancelled.
		max: { texts: 32, tokens: 8_000 },
		concurrency: 1,
	});
	return { ...embedder, embed: (texts, signal, purpose) => batched.embed(texts, signal, purpose) };
}

const recent = new RecentVectors();

/** Max input tokens by model. Fixed here, because stamps contain them. */
const lengths: Array<{ id: RegExp; maximumTokens: number }> = [
	{ id: /^openai:text-embedding-(3-|ada-002)/, maximumTokens: 8_191 },
	{ id: /^google:gemini-embedding-001/, maximumTokens: 2_048 },
	{ id: /^google:gemini-embedding-2/, maximumTokens: 8_192 },
];

async function readFacts(provider: ProviderName, model: string, host: KnowledgeHost, signal: AbortSignal): Promise<StampFacts> {
	if (provider === 'ollama') return readOllamaStamp(host.providers.ollama!, model, host, signal);
	const maximumTokens = lengths.find(({ id }) => id.test(`${provider}:${model}`))?.maximumTokens;
	return { ...(maximumTokens !== undefined && { maximumTokens }) };
}

function withoutModel(name: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: name === 'local' ? 'No local embedding model is configured.' : 'No embedding model is specified.',
		fix: 'Set TROUPE_EMBEDDING_MODEL to the folder of a model or to its id on a hub; specify another model, such as openai:text-embedding-3-small; or use "none" to search by words only.',
	});
}
