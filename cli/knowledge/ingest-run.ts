import type { Metadata } from '../../core/ports';
import type { ChunkingChoice } from '../../core/knowledge/knowledge-task';
import type { IngestSummary } from '../../core/knowledge/ingest/ingest-events';
import { closeKnowledge, openKnowledge } from '../../providers/compose/knowledge/knowledge';
import { listSources } from '../../providers/sources/list-sources';
import type { PassedOver } from '../../providers/sources/no-documents';
import { WebPages } from '../../providers/sources/web-pages';
import { withMetadata } from '../../providers/sources/with-metadata';
import { admitCommand, openHost } from '../host';
import { readFile, readLines } from '../terminal/line-reader';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { IngestProgress } from './ingest-progress';
import { passedOverLines, summaryLines } from './ingest-summary';

export interface IngestCommandOptions {
	into: string;
	tenant?: string;
	embedder?: string;
	wholeDocuments?: boolean;
	chunking?: 'structure' | 'recursive' | 'semantic';
	chunkTokens?: number;
	mostChunkTokens?: number;
	overlap?: number;
	jsonl?: boolean;
	/** Endings. */
	only?: string[];
	label?: string[];
	metadata?: Metadata;
	prune?: boolean;
	json?: boolean;
}

/** Ingests what is named, tells how far it is, and at last what came of it. Whoever stops it goes on by running it again. */
export async function runIngest(paths: string[], options: IngestCommandOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = { ...(await open(terminal)), tenant: options.tenant };
	await admitCommand(host, 'knowledge ingest', terminal);
	const progress = new IngestProgress(terminal);
	const sources = await listSources(paths, {
		web: new WebPages({ allowPrivateNetworks: host.allowPrivateNetworks }),
		readLines: (path) => readLines(path === '-' ? terminal.input() : readFile(path)),
		onProblem: (problem) => progress.tellProblem(problem),
		jsonLines: options.jsonl,
		endings: options.only,
	});
	const knowledge = await openKnowledge(host);
	try {
		const choice = {
			embedder: options.embedder,
			chunking: chunkingOf(options),
			...(options.prune && { covers: (id: string) => sources.covers(id) }),
		};
		const summary = await knowledge.ingest(
			options.into,
			withMetadata(sources.documents, metadataOf(options)),
			choice,
			terminal.stop,
			(event) => progress.tell(event),
		);
		progress.end();
		tell(summary, sources.passedOver, progress, options, terminal);
		return summary.failed + progress.problems > 0 ? 1 : 0;
	} catch (error) {
		progress.end();
		progress.tellSoFar();
		throw error;
	} finally {
		await closeKnowledge(host);
	}
}

function metadataOf({ label, metadata = {} }: IngestCommandOptions): Metadata {
	return { ...metadata, ...(label && { labels: label }) };
}

function chunkingOf({ wholeDocuments, chunking, chunkTokens, mostChunkTokens, overlap }: IngestCommandOptions): ChunkingChoice | undefined {
	if (wholeDocuments) return { method: 'whole' };
	const choice = { method: chunking, wantedTokens: chunkTokens, maximumTokens: mostChunkTokens, overlapTokens: overlap };
	return Object.values(choice).some((value) => value !== undefined) ? choice : undefined;
}

function tell(
	summary: IngestSummary,
	passedOver: PassedOver,
	{ problems, empty, pages }: IngestProgress,
	{ json }: IngestCommandOptions,
	terminal: Terminal,
): void {
	if (json) terminal.print(JSON.stringify({ ...summary, passedOver: Object.fromEntries(passedOver), problems }, null, 2));
	else for (const line of [...summaryLines(summary, terminal), ...passedOverLines(passedOver)]) terminal.print(line);
	if (problems > 0) terminal.note(`${problems.toLocaleString('en')} could not be taken for documents: see above`);
	if (empty > 0) terminal.note(`${empty.toLocaleString('en')} hold no text: nothing of them can be found`);
	if (pages.empty > 0) {
		const documents = pages.documents === 1 ? 'one document' : `${pages.documents.toLocaleString('en')} documents`;
		terminal.note(
			`pages that gave no text: ${pages.empty.toLocaleString('en')}, of ${documents}; they are blank, or pictures that want text recognition (OCR)`,
		);
	}
	if (!json && summary.removed.length > 0) for (const id of summary.removed.slice(0, 1_000)) terminal.note(`removed: ${id}`);
}
