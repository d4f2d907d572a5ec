import type { CollectionStamp } from '../../core/ports/knowledge/collection-stamp';
import type { CollectionStatistics } from '../../core/ports/knowledge/knowledge-store';
import { listCollections, showCollection } from '../../service/operations/knowledge/collections';
import { countNouns, formatCount } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { nameCommand } from '../services/name-command';
import { type CallKnowledge, withKnowledge } from './with-knowledge';

export interface StatusOptions {
	json?: boolean;
}

export async function runStatus(name: string | undefined, options: StatusOptions, terminal: Terminal): Promise<ExitCode> {
	const { json } = options;
	return withKnowledge<ExitCode>(terminal, async (call) => {
		const { store, collections } = name === undefined ? await listAll(call) : await showOne(call, name);
		if (json) terminal.print(JSON.stringify({ store, collections }, null, 2));
		else if (collections.length === 0) terminal.note(describeNone(terminal));
		else for (const line of tableLines(columns, collections, terminal)) terminal.print(line);
		if (!json) for (const remark of collections.flatMap((each) => collectRemarks(each, terminal))) terminal.note(remark);
		return 0;
	});
}

async function showOne(call: CallKnowledge, name: string) {
	const { store, collection } = await call(showCollection, { collection: name });
	return { store, collections: [collection] };
}

async function listAll(call: CallKnowledge) {
	const collections: CollectionStatistics[] = [];
	for (let after: string | undefined; ;) {
		const { store, items, cursor } = await call(listCollections, { limit: 1_000, cursor: after });
		collections.push(...items);
		if (cursor === undefined) return { store, collections };
		after = cursor;
	}
}

const number = (name: 'documents' | 'failed' | 'chunks' | 'characters'): Column<CollectionStatistics> => ({
	name,
	title: name,
	numeric: true,
	value: (collection) => collection[name],
	show: (collection) => formatCount(collection[name]),
});

const columns: Array<Column<CollectionStatistics>> = [
	{ name: 'name', title: 'collection', value: ({ name }) => name },
	...(['documents', 'failed', 'chunks', 'characters'] as const).map(number),
	{ name: 'embedder', title: 'embedder', value: ({ stamp }) => describeEmbedder(stamp) },
	{ name: 'chunks of', title: 'chunks of', value: ({ stamp }) => describeChunks(stamp) },
];

function describeEmbedder({ embedding }: CollectionStamp): string {
	if (!embedding) return 'none: words only';
	const { model, revision, dtype, dimensions } = embedding;
	return [`${model}${revision ? `@${revision.slice(0, 12)}` : ''}`, dtype, `${dimensions} dimensions`].filter(Boolean).join(', ');
}

function describeChunks({ chunker: { method, wantedTokens, maximumTokens, overlapTokens } }: CollectionStamp): string {
	if (method === 'whole') return 'whole documents';
	return `${wantedTokens} to ${maximumTokens} tokens${overlapTokens > 0 ? `, ${overlapTokens} overlapping` : ''}, ${method}`;
}

const describeNone = ({ service }: Terminal): string =>
	service === undefined
		? 'There is no collection yet. Create one: troupe knowledge ingest PATH --into NAME'
		: `There is no collection yet at ${service}. Create one there: POST /api/v1/knowledge/collections/NAME/documents`;

function collectRemarks({ name, failed, documents, readers, shadow }: CollectionStatistics, terminal: Terminal): string[] {
	return [
		readers ? `${name}: only for ${readers.map(printable).join(', ')}` : '',
		failed > 0
			? `${name}: ${countNouns(failed, 'document')} failed; list them with \`${nameCommand(`troupe knowledge list --in ${name} --state failed`, terminal)}\``
			: '',
		shadow
			? `${name}: re-embedding by ${describeEmbedder(shadow.stamp)} is not finished: ${formatCount(shadow.documents)} of ${countNouns(documents, 'document')}. If nothing does it, the same command as before goes on, and \`${nameCommand(`troupe knowledge re-embed --in ${name} --abandon`, terminal)}\` discards it`
			: '',
	].filter(Boolean);
}
