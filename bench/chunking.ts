/**
 * Cutting text into chunks: ours, along headings, paragraphs and sentences with exact places, and @langchain/textsplitters' recursive
 * splitter, on the same documents, in turns. Theirs gives no places; with them (its `createDocuments`) it is told beside it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { chunkDocument } from '../core/knowledge/chunking/chunk-document';

const megabytes = 10;
const rounds = 7;
/** Characters of a chunk: what ours aims at, in theirs. */
const chunkSize = 640;

/** How many times as many megabytes a second, by the median of rounds. */
export async function run(): Promise<string> {
	const documents = readCorpus();
	const size = documents.reduce((sum, text) => sum + text.length, 0) / 1_000_000;
	const splitter = new RecursiveCharacterTextSplitter({ chunkSize, chunkOverlap: 0 });
	const speeds = { ours: [] as number[], recursive: [] as number[], peer: [] as number[] };
	for (let round = 0; round < rounds; round += 1) {
		speeds.ours.push(size / (await seconds(() => documents.forEach((text) => chunkDocument(toDocument(text))))));
		speeds.recursive.push(
			size / (await seconds(() => documents.forEach((text) => chunkDocument(toDocument(text), { method: 'recursive' })))),
		);
		speeds.peer.push(
			size /
				(await seconds(async () => {
					for (const text of documents) await splitter.splitText(text);
				})),
		);
	}
	for (const [name, values] of Object.entries(speeds)) console.log(`${name}: ${median(values).toFixed(1)} MB/s`);
	return (median(speeds.ours) / median(speeds.peer)).toFixed(2);
}

function toDocument(text: string) {
	return { text, format: 'markdown' as const, mediaType: 'text/markdown' };
}

/** Our own pages in both languages, each document 100 kB of them, over and over. */
function readCorpus(): string[] {
	const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => readFileSync(join('docs', name), 'utf8'));
	const documents: string[] = [];
	let document = '';
	for (let page = 0; documents.length < megabytes * 10; page += 1) {
		document += `${pages[page % pages.length]}\n\n`;
		if (document.length > 100_000) {
			documents.push(document);
			document = '';
		}
	}
	return documents;
}

async function seconds(work: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
