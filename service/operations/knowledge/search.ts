import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { collectionSearch } from '../../../core/knowledge/search/collection-search';
import { searchBounds } from '../../../core/knowledge/search/search-request';
import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import { readerBounds } from '../../../core/ports/knowledge/readers';
import { integer, open, string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { list, text } from '../../../manifests/registry/api/fields';
import { openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { allows, scopeOfCollection } from '../../access/scopes';
import { ofModels, operation, type OperationContext, type OperationHost } from '../operation';
import { ofCollection, tag } from './collections';
import { refuseLocalModel } from './local-models';
import { findNamed, type KnowledgePlace, openReadable, whoAsks } from './who-asks';

const { mode, filter, fusion, weights, diversity, neighbours, reranker } = collectionSearch;
const number = Type.Number();

const hit = Type.Object({
	documentId: string,
	chunkId: string,
	score: number,
	text: string,
	start: integer,
	end: integer,
	title: string,
	headingPath: texts,
	metadata: open(),
	scores: open(),
	...optional({ page: integer, pageTo: integer, bestPage: integer, pages: Type.Array(open()) }),
	...optional({ source: string, origin: string }),
});

export const searchCollection = operation({
	summary: 'Find the passages that answer a question, of documents that the caller may read',
	tag,
	method: 'POST',
	path: 'knowledge/collections/:collection/search',
	scope: 'knowledge:read',
	input: {
		params: ofCollection,
		body: closed({
			question: text(searchBounds.questionCharacters),
			top: Type.Optional(Type.Integer({ description: 'Passages. Default 10.', minimum: 1, maximum: searchBounds.top })),
			mode,
			filter,
			fusion,
			weights,
			diversity,
			neighbours,
			reranker,
			as: Type.Optional(list(text(readerBounds.characters), readerBounds.names)),
		}),
	},
	output: Type.Object({
		hits: Type.Array(hit, { description: 'Best first.' }),
		mode: string,
		...optional({ fellBack: string, reranker: string, rerankFailure: open() }),
	}),
	refusals: ofModels,
	/** @throws TroupeError ACCESS_DENIED for a caller that asks as somebody else, or without a right to a reranker, which can be any model */
	async perform({ collection, as, filter: wanted, ...request }, { host, signal }: OperationContext<KnowledgePlace>) {
		if (request.reranker !== undefined && host.grant && !allows(host.grant.scopes, scopeOfCollection('knowledge:manage', collection)))
			throw rerankerDenied();
		refuseLocalModel(host, 'reranker', request.reranker);
		const asked = { ...request, asker: whoAsks(host, as), ...(wanted && { filter: parseFilter(wanted) }) };
		await findNamed(host, collection);
		return (await openKnowledge(host)).search(collection, asked, signal);
	},
});

const rerankerDenied = () =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: 'The caller may search, but not choose a reranker, whose calls cost money: that needs the scope knowledge:manage.',
		fix: 'Leave "reranker" out, or use a key with the scope.',
	});

const dayMs = 86_400_000;

export const countSearches = operation({
	summary: 'Count the runs of agents that searched a collection, and those for which it had no answer',
	tag,
	method: 'GET',
	path: 'knowledge/collections/:collection/searches',
	scope: 'knowledge:read',
	input: {
		params: ofCollection,
		query: closed(optional({ days: Type.Number({ exclusiveMinimum: 0, maximum: 366, description: 'Default: 7' }) })),
	},
	output: Type.Object({
		from: time,
		runs: integer,
		unanswered: Type.Integer({ description: 'Nothing was found, or the outcome is `not-covered`' }),
		isPart: Type.Boolean({ description: 'There were more: each is counted up to 10,000' }),
		first: orNull(
			Type.String({
				format: 'date-time',
				description:
					'When the first run that is counted began, in any period; null for none. Runs that ended before such runs were counted, or are no longer kept, are not counted',
			}),
		),
	}),
	async perform({ collection, days = 7 }, { host }: OperationContext<KnowledgePlace & OperationHost>) {
		await openReadable(host, collection);
		const from = Date.now() - days * dayMs;
		const { firstAt, ...counts } = await (await openRuns(host, host.stateFolder)).countSearches(collection, from);
		return { from: toIso(from), ...counts, first: firstAt === null ? null : toIso(firstAt) };
	},
});
