import { TroupeError } from '../../core/base/errors';
import { findCollection } from '../../core/knowledge/find-collection';
import type { ChunkingChoice } from '../../core/knowledge/knowledge-task';
import type { Reembedding, ReembedEvent } from '../../core/knowledge/re-embed/reembed-collection';
import { closeKnowledge, type Knowledge, openKnowledge } from '../../providers/compose/knowledge/knowledge';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface ReembedOptions {
	in: string;
	tenant?: string;
	embedder?: string;
	chunking?: ChunkingChoice['method'];
	chunkTokens?: number;
	mostChunkTokens?: number;
	overlap?: number;
	anew?: boolean;
	abandon?: boolean;
	json?: boolean;
}

/** Between two lines that say how far it is, where they stay; and where each takes the place of the one before. */
const [lineMs, shownMs] = [5_000, 250];

/** Re-embeds a collection, and tells how far it is. Whoever stops it goes on by running it again. */
export async function runReembed(options: ReembedOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { in: name, embedder, anew, abandon } = options;
	if (embedder === undefined && !abandon) throw withoutEmbedder();
	const host = { ...(await open(terminal)), tenant: options.tenant };
	await admitCommand(host, 'knowledge re-embed', terminal);
	const knowledge = await openKnowledge(host);
	try {
		if (embedder === undefined) return await giveUp(knowledge, name, terminal);
		const wish = { embedder, anew, ...(chunkingOf(options) && { chunking: chunkingOf(options) }) };
		const result = await knowledge.reembed(name, wish, terminal.stop, teller(terminal));
		terminal.showProgress?.('');
		tell(result, options, terminal);
		return 0;
	} finally {
		terminal.showProgress?.('');
		await closeKnowledge(host);
	}
}

async function giveUp({ store }: Knowledge, name: string, terminal: Terminal): Promise<ExitCode> {
	const collection = await findCollection(store, name);
	const { shadow } = await collection.statistics();
	const endTurn = await collection.holdShadow();
	if (!endTurn) throw atWork(name);
	await collection.abandonShadow().finally(endTurn);
	terminal.print(shadow ? `${name}: given up; it is searched as before` : `${name}: no re-embedding is unfinished`);
	return 0;
}

function chunkingOf({ chunking, chunkTokens, mostChunkTokens, overlap }: ReembedOptions): ChunkingChoice | undefined {
	const choice = { method: chunking, wantedTokens: chunkTokens, maximumTokens: mostChunkTokens, overlapTokens: overlap };
	return Object.values(choice).some((value) => value !== undefined) ? choice : undefined;
}

function teller({ showProgress, note }: Terminal, now = Date.now): (event: ReembedEvent) => void {
	let toldAt = now();
	let waits = false;
	return (event) => {
		if (event.kind === 'swapped') return;
		// That it is another's turn is said at once, and that it is this one's again.
		const isNew = waits !== (event.kind === 'waiting');
		waits = event.kind === 'waiting';
		if (!isNew && now() - toldAt < (showProgress ? shownMs : lineMs)) return;
		toldAt = now();
		const done = `${count(event.done)} of ${count(event.documents)} documents`;
		if (event.kind === 'filling') return (showProgress ?? note)(`${done}, ${count(event.chunks)} chunks embedded`);
		(showProgress ?? note)(`another process is at it, ${done}: this one waits, and goes on should that one end`);
	};
}

function tell({ statistics, changed, followed, embeddedChunks, costUsd }: Reembedding, { json }: ReembedOptions, terminal: Terminal): void {
	const { name, documents, chunks, stamp } = statistics;
	if (json) return terminal.print(JSON.stringify({ ...statistics, changed, followed, embeddedChunks, costUsd }, null, 2));
	const by = stamp.embedding ? `by ${stamp.embedding.model}, ${stamp.embedding.dimensions} dimensions` : 'by words alone';
	if (!changed) return terminal.print(`${name}: is found ${by} already`);
	const cost = costUsd === undefined ? '' : `, ${costUsd.toFixed(4)} USD`;
	terminal.print(`${name}: ${count(documents)} documents, ${count(chunks)} chunks, found ${by} from now on`);
	if (followed) return terminal.print('Another process embedded them, and this one waited for it.');
	terminal.print(`${count(embeddedChunks)} chunks were embedded${cost}; the others were remembered`);
}

function atWork(name: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Another process is re-embedding the collection "${name}" right now.`,
		fix: 'Stop that process; then give it up.',
		details: { collection: name },
	});
}

function withoutEmbedder(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The model is not named that the collection is to be embedded by.',
		fix: 'Give --embedder, such as local or openai:text-embedding-3-small, or none for words alone; or --abandon.',
	});
}

const count = (value: number) => value.toLocaleString('en-US');
