import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { countTerms, lexiconVersion } from '../../../core/words/count-terms';
import { TroupeError } from '../../../core/base/errors';
import { BlockChanges } from './block-changes';
import type { Catalogue } from '../generations/catalogue';
import { touch } from '../generations/generations';
import { readDescription } from '../database/known-documents';
import { unpackText } from '../database/stored-text';
import type { CollectionRow } from '../database/knowledge-tables';
import { countedAtOnce, WordChanges } from '../database/word-rows';

const chunksAtOnce = 2_000;

/** Rebuilds the word index after a change of rules. @throws TroupeError NOT_SUPPORTED if it was of a later version */
export async function renewWords(catalogue: Catalogue, collection: CollectionRow): Promise<void> {
	if (collection.lexicon === lexiconVersion) return;
	if (collection.lexicon > lexiconVersion) throw laterWords(collection);
	await catalogue.change(async (connection) => {
		const ofGeneration = connection.selectFrom('knowledge_collections').selectAll().where('generation', '=', collection.generation);
		const row = await ofGeneration.executeTakeFirst();
		if (!row || row.lexicon === lexiconVersion) return;
		const { generation } = row;
		const blocks = new BlockChanges(await catalogue.index(connection, row));
		await connection.deleteFrom('knowledge_words').where('generation', '=', generation).execute();
		const titles = new Map<string, string>();
		for (const document of await connection
			.selectFrom('knowledge_documents')
			.select(['id', 'description'])
			.where('generation', '=', generation)
			.execute())
			titles.set(document.id, readDescription(document).title);
		for (let after = -1; ;) {
			const rows = await connection
				.selectFrom('knowledge_chunks')
				.select(['number', 'document', 'headings', 'text'])
				.where('generation', '=', generation)
				.where('number', '>', after)
				.orderBy('number')
				.limit(chunksAtOnce)
				.execute();
			const words = new WordChanges();
			for (const [index, { number, document, headings, text }] of rows.entries()) {
				if (index % countedAtOnce === 0) await letOthersRun();
				const chunk = { title: titles.get(document)!, headingPath: JSON.parse(headings) as string[], text: unpackText(text) };
				const { counts, length } = countTerms(chunk);
				words.add(number, counts);
				blocks.set(number, length);
			}
			await words.write(connection, catalogue.database.dialect, generation);
			if (rows.length < chunksAtOnce) break;
			after = rows.at(-1)!.number;
		}
		await blocks.write(connection, (await touch(connection, row)).revision);
		await connection.updateTable('knowledge_collections').set({ lexicon: lexiconVersion }).where('generation', '=', generation).execute();
	});
}

function laterWords({ name, lexicon }: CollectionRow): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The words of the collection "${name}" were indexed by a later version of Troupe (${lexicon}; this version supports ${lexiconVersion}).`,
		fix: 'Run that version of Troupe, or a later one.',
		details: { collection: name, expected: lexiconVersion, actual: lexicon },
	});
}
