/**
 * Compares our chunking (along headings, paragraphs and sentences, with places, pages and headings) with the recursive splitter of
 * @langchain/textsplitters, in turns on the same documents: a third each of Markdown, prose and table rows. VALUE is the ratio to their
 * splitter with sizes in tokens, counted as ours (core/tokens/estimate-tokens.ts). Their default, by characters, is printed too; it limits
 * no number of tokens. Neither of theirs gives places.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { chunkDocument, defaultSizes } from '../../../core/knowledge/chunking/chunk-document';
import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import type { DocumentText } from '../../../core/ports/knowledge/document-reader';
import { readJsonLines } from '../../samples/read-lines';

const megabytesPerKind = 2;
const documentSize = 100_000;
const rounds = 7;
const { wantedTokens } = defaultSizes;

/** Returns the ratio of megabytes per second, by the median of rounds. */
export async function run(): Promise<string> {
	const documents = Object.entries(readKinds()).flatMap(([kind, texts]) => repeated(texts, kind === 'markdown' ? 'markdown' : 'plain'));
	const size = documents.reduce((sum, { text }) => sum + text.length, 0) / 1_000_000;
	console.log(`${documents.length} documents, ${size.toFixed(1)} MB, chunks of ${wantedTokens} tokens`);
	const byTokens = new RecursiveCharacterTextSplitter({ chunkSize: wantedTokens, chunkOverlap: 0, lengthFunction: estimateTokens });
	const byCharacters = new RecursiveCharacterTextSplitter({ chunkSize: 4 * wantedTokens, chunkOverlap: 0 });
	const contenders: Record<string, (document: DocumentText) => unknown> = {
		'ours by structure': (document) => chunkDocument(document),
		'ours recursive': (document) => chunkDocument(document, { method: 'recursive' }),
		'langchain by tokens': ({ text }) => byTokens.splitText(text),
		'langchain by characters': ({ text }) => byCharacters.splitText(text),
	};
	const speeds = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
	for (let round = 0; round < rounds; round += 1)
		for (const [name, cut] of Object.entries(contenders)) speeds.get(name)!.push(size / (await seconds(documents, cut)));
	for (const [name, values] of speeds) console.log(`${name}: ${median(values).toFixed(1)} MB/s`);
	const [ours, tokens, characters] = ['ours by structure', 'langchain by tokens', 'langchain by characters'].map((name) =>
		median(speeds.get(name)!),
	);
	console.log(`against langchain by characters: ${(ours! / characters!).toFixed(2)}`);
	return (ours! / tokens!).toFixed(2);
}

/** Our pages in both languages; passages as prose; and the same passages as rows. */
function readKinds(): Record<'markdown' | 'prose' | 'rows', string[]> {
	const markdown = readdirSync('docs', { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.sort()
		.map((name) => readFileSync(join('docs', name), 'utf8'));
	const passages = readJsonLines<{ id: string; title: string; text: string }>('bench/samples/knowledge/passages.jsonl');
	return {
		markdown,
		prose: passages.map(({ text }, index) => (index % 3 === 2 ? `${text}\n\n` : `${text} `)),
		rows: passages.map(({ id, title, text }) => `${id};${title};${text.slice(0, 120)};${text.length}\n`),
	};
}

/** Builds documents of one size by repeating the texts. */
function repeated(texts: string[], format: DocumentText['format']): DocumentText[] {
	const documents: DocumentText[] = [];
	let text = '';
	for (let index = 0; documents.length < (megabytesPerKind * 1_000_000) / documentSize; index += 1) {
		text += `${texts[index % texts.length]}${format === 'markdown' ? '\n\n' : ''}`;
		if (text.length < documentSize) continue;
		documents.push({ text, format, mediaType: format === 'markdown' ? 'text/markdown' : 'text/plain' });
		text = '';
	}
	return documents;
}

async function seconds(documents: DocumentText[], cut: (document: DocumentText) => unknown): Promise<number> {
	const before = process.cpuUsage();
	for (const document of documents) await cut(document);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
