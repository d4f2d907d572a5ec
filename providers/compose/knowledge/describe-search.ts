import { defaultTenant } from '../../../core/base/tenant';
import { hidePrivate } from '../../../core/evaluation/traffic/hide-private';
import type { CollectionSearched } from '../../../core/ports/knowledge/search-facts';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { composeMark } from '../state/host-mark';

/** Describes a search for auditors: its results and a keyed hash of the question; the masked question only if the operator wants it. */
export async function describeSearch(
	collection: string,
	question: string,
	passages: ReadonlyArray<{ documentId: string }>,
	host: KnowledgeHost,
): Promise<Omit<CollectionSearched, 'mode'>> {
	const documents = [...new Set(passages.map(({ documentId }) => documentId))];
	const questionHash = await composeMark(host)(JSON.stringify(['question', host.tenant ?? defaultTenant, question]));
	return {
		collection,
		passages: passages.length,
		documents,
		...(questionHash !== '' && { questionHash }),
		...(host.searchQuestions === 'masked' && { question: await hidePrivate(question) }),
	};
}
