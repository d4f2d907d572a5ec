import { TroupeError } from '../../../core/base/errors';
import { findCollection } from '../../../core/knowledge/find-collection';
import type { Reembedding, ReembedEvent } from '../../../core/knowledge/re-embed/reembed-collection';
import { closeKnowledge, type Knowledge, openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { admitCommand, openHost } from '../../host';
import { countNouns, formatCount } from '../../terminal/format-text';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { type ChunkOptions, toChunkingChoice } from '../knowledge-options';

export interface ReembedOptions extends ChunkOptions {
	in: string;
	embedder?: string;
	personalData?: 'mask' | 'keep';
	restart?: boolean;
	abandon?: boolean;
	json?: boolean;
}

/** The time between two progress reports: as separate lines, and as one line that is replaced. */
const [lineMs, shownMs] = [5_000, 250];
const maxNamed = 100;

/** Re-embeds a collection and reports progress. An interrupted run continues when it is repeated. */
export async function runReembed(options: ReembedOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { in: name, embedder, restart, abandon } = options;
	if (embedder === undefined && !abandon) throw embedderMissing();
	const host = await open(terminal);
	await admitCommand(host, 'knowledge re-embed', terminal);
	const knowledge = await openKnowledge(host);
	try {
		if (embedder === undefined) return await abandonReembedding(knowledge, name, terminal);
		const chunking = toChunkingChoice(options);
		const wish = { embedder, restart, personalData: options.personalData, ...(chunking && { chunking }) };
		const result = await knowledge.reembed(name, wish, terminal.stop, createProgressPrinter(terminal));
		terminal.showProgress?.('');
		reportResult(result, options, terminal);
		return 0;
	} finally {
		terminal.showProgress?.('');
		await closeKnowledge(host);
	}
}

async function abandonReembedding({ store }: Knowledge, name: string, terminal: Terminal): Promise<ExitCode> {
	const collection = await findCollection(store, name);
	const { shadow } = await collection.statistics();
	const endTurn = await collection.holdShadow();
	if (!endTurn) throw reembeddingRunning(name);
	try {
		await collection.abandonShadow();
	} finally {
		await endTurn();
	}
	terminal.print(shadow ? `${name}: re-embedding abandoned; searches are unchanged` : `${name}: no unfinished re-embedding`);
	return 0;
}

function createProgressPrinter({ showProgress, note }: Terminal, now = Date.now): (event: ReembedEvent) => void {
	let toldAt = now();
	let waits = false;
	return (event) => {
		if (event.kind === 'swapped') return;
		// A change between waiting and working is reported immediately.
		const isNew = waits !== (event.kind === 'waiting');
		waits = event.kind === 'waiting';
		if (!isNew && now() - toldAt < (showProgress ? shownMs : lineMs)) return;
		toldAt = now();
		const done = `${formatCount(event.done)} of ${countNouns(event.documents, 'document')}`;
		if (event.kind === 'filling') return (showProgress ?? note)(`${done}, ${countNouns(event.chunks, 'chunk')} embedded`);
		(showProgress ?? note)(`another process is re-embedding, ${done}; waiting to continue if it ends`);
	};
}

function reportResult(
	{ statistics, changed, followed, embeddedChunks, maskedValues, costUsd, outliers }: Reembedding,
	{ json }: ReembedOptions,
	terminal: Terminal,
): void {
	const { name, documents, chunks, stamp } = statistics;
	if (json)
		return terminal.print(JSON.stringify({ ...statistics, changed, followed, embeddedChunks, maskedValues, costUsd, outliers }, null, 2));
	const by = stamp.embedding ? `by ${stamp.embedding.model}, ${stamp.embedding.dimensions} dimensions` : 'by words only';
	if (!changed) return terminal.print(`${name}: is already searched ${by}`);
	const cost = costUsd === undefined ? '' : `, ${costUsd.toFixed(4)} USD`;
	terminal.print(`${name}: ${countNouns(documents, 'document')}, ${countNouns(chunks, 'chunk')}, now searched ${by}`);
	if (followed) return terminal.print('Another process embedded them; this one waited for it.');
	terminal.print(`${countNouns(embeddedChunks, 'chunk')} embedded${cost}; the others were already embedded`);
	if (maskedValues > 0) terminal.print(`masked: ${countNouns(maskedValues, 'value')} in what was sent`);
	for (const id of outliers.slice(0, maxNamed)) terminal.note(printable(`look at ${id}: unlike the collection`));
	if (outliers.length > maxNamed) terminal.note(`and ${countNouns(outliers.length - maxNamed, 'other document')} (--json names all)`);
}

function reembeddingRunning(name: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Another process is re-embedding the collection "${name}" right now.`,
		fix: 'Stop that process, then run the command again.',
		details: { collection: name },
	});
}

function embedderMissing(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No embedding model was specified.',
		fix: 'Set --embedder, such as local or openai:text-embedding-3-small, or none to search by words only; or use --abandon.',
	});
}
