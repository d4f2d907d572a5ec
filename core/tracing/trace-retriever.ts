import type { Retriever } from '../ports/knowledge/passages';
import type { Tracing } from '../ports/tracing';
import { operation } from './gen-ai-facts';
import { inSpan } from './in-span';
import { showText } from './message-content';

/** Each search is a span. @param from a collection, or the folder of documents */
export function traceRetriever(
	retriever: Retriever | undefined,
	from: { collection?: string; documents?: string } | undefined,
	tracing: Tracing | undefined,
): Retriever | undefined {
	const source = from?.collection ?? from?.documents;
	if (!tracing || !retriever || source === undefined) return retriever;
	const start = { name: `retrieval ${source}`, facts: { ...operation('retrieval'), 'gen_ai.data_source.id': source } };
	return {
		retrieve: (question, ...more) =>
			inSpan(tracing, start, async (span) => {
				const found = await retriever.retrieve(question, ...more);
				span.set({
					'troupe.retrieval.passages': found.passages.length,
					...(tracing.showsContent && { 'gen_ai.retrieval.query.text': await showText(question) }),
				});
				return found;
			}),
	};
}
