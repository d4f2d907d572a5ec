import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { ingestChoice } from '../../../core/knowledge/knowledge-task';
import type { Reembedding, ReembedEvent } from '../../../core/knowledge/re-embed/reembed-collection';
import { integer, open, string, texts } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import type { Progress } from '../../../providers/state/operations/operations';
import { ofModels, operation, type OperationContext } from '../operation';
import { ofCollection, tag } from './collections';
import { listIds } from './documents';
import { refuseLocalModel } from './local-models';
import { type KnowledgePlace, openReadable } from './who-asks';

type Context = OperationContext<KnowledgePlace>;

const path = 'knowledge/collections/:collection/re-embed';
const scope = 'knowledge:manage';

export const reembedCollection = operation({
	act: ({ collection }) => ({ action: 'collection.reembedded', object: { kind: 'collection', value: collection } }),
	summary: 'Give a collection the vectors of another model, or other chunks; searches use the old ones until all are ready',
	tag,
	method: 'POST',
	path,
	scope,
	inBackground: 'repeatable',
	about: ({ collection }) => collection,
	input: {
		params: ofCollection,
		body: closed({
			embedder: text(1_000),
			chunking: ingestChoice.chunking,
			...optional({
				personalData: Type.Enum(['mask', 'keep']),
				restart: Type.Boolean({ description: 'Discards an unfinished re-embedding with another model or other chunks.' }),
			}),
		}),
	},
	output: Type.Object({
		statistics: open<Reembedding['statistics']>(),
		changed: Type.Boolean(),
		embeddedChunks: integer,
		maskedValues: integer,
		outliers: texts,
		...optional({ followed: Type.Literal(true), costUsd: Type.Number() }),
	}),
	refusals: ofModels,
	/** @throws TroupeError as Knowledge.reembed */
	async perform({ collection, ...wish }, context: Context): Promise<Reembedding> {
		const { host, signal, report } = context;
		refuseLocalModel(host, 'embedder', wish.embedder);
		await openReadable(host, collection);
		const knowledge = await openKnowledge(host);
		const done = await knowledge.reembed(collection, wish, signal, (event) => event.kind !== 'swapped' && report?.(toProgress(event)));
		if (done.outliers.length === 0) return done;
		return { ...done, outliers: await listIds(await openReadable(host, collection), { ids: done.outliers }, context) };
	},
});

const toProgress = (event: Exclude<ReembedEvent, { kind: 'swapped' }>): Progress => ({
	done: event.done,
	total: event.documents,
	unit: 'document',
	...(event.kind === 'filling'
		? { note: `${event.chunks} chunks embedded` }
		: { isWaiting: true, note: 'another process is re-embedding; waiting to continue if it ends' }),
});

export const abandonReembedding = operation({
	act: ({ collection }) => ({ action: 'collection.reembedding_abandoned', object: { kind: 'collection', value: collection } }),
	summary: 'Discard an unfinished re-embedding; searches are unchanged',
	tag,
	method: 'POST',
	path: `${path}/abandon`,
	scope,
	input: { params: ofCollection },
	output: Type.Object({ collection: string, abandoned: Type.Boolean({ description: 'False: there was none' }) }),
	/** @throws TroupeError STATE_CONFLICT while a process works on it */
	async perform({ collection: name }, { host }: Context) {
		const collection = await openReadable(host, name);
		const { shadow } = await collection.statistics();
		const endTurn = await collection.holdShadow();
		if (!endTurn) throw reembeddingRunning(name);
		try {
			await collection.abandonShadow();
		} finally {
			await endTurn();
		}
		return { collection: name, abandoned: shadow !== undefined };
	},
});

const reembeddingRunning = (name: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Another process is re-embedding the collection "${name}" right now.`,
		fix: 'Stop that process, then run the command again.',
		details: { collection: name },
	});
