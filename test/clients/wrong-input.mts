// Compiled only: each comment expects the error of its next line.
import { listRuns, searchCollection, Troupe, uploadDocument } from 'troupe-client';

export async function callWrongly(troupe: Troupe): Promise<string> {
	const path = { collection: 'handbook' };
	// @ts-expect-error An upload has a file.
	await troupe.call(uploadDocument, { path });
	// @ts-expect-error A collection has a name.
	await troupe.callInBackground(uploadDocument, { body: { name: 'a.md', content: '' } });
	// @ts-expect-error Runs have no such filter.
	await troupe.call(listRuns, { query: { mood: 'failed' } });
	// @ts-expect-error The number of passages is no text.
	await troupe.call(searchCollection, { path, body: { question: 'When?', top: 'one' } });
	const { hits } = await troupe.call(searchCollection, { path, body: { question: 'When?' } });
	// @ts-expect-error A passage has no such field.
	return hits[0]!.passage;
}
