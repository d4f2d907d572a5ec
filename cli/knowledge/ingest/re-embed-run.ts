import { TroupeError } from '../../../core/base/errors';
import type { Reembedding } from '../../../core/knowledge/re-embed/reembed-collection';
import { abandonReembedding, reembedCollection } from '../../../service/operations/knowledge/re-embed';
import { admitCommand, openHost } from '../../host';
import { countNouns } from '../../terminal/format-text';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { type ChunkOptions, toChunkingChoice } from '../knowledge-options';
import { withKnowledge } from '../with-knowledge';

export interface ReembedOptions extends ChunkOptions {
	in: string;
	embedder?: string;
	personalData?: 'mask' | 'keep';
	restart?: boolean;
	abandon?: boolean;
	json?: boolean;
}

const maxNamed = 100;

/** Re-embeds a collection and reports progress. An interrupted run continues when it is repeated. */
export async function runReembed(options: ReembedOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { in: collection, embedder, restart, personalData, abandon } = options;
	if (embedder === undefined && !abandon) throw embedderMissing();
	const openAdmitted = async () => {
		const host = await open(terminal);
		await admitCommand(host, 'knowledge re-embed', terminal);
		return host;
	};
	return withKnowledge<ExitCode>(
		terminal,
		async (call) => {
			if (embedder === undefined) {
				const { abandoned } = await call(abandonReembedding, { collection });
				terminal.print(`${collection}: ${abandoned ? 're-embedding abandoned; searches are unchanged' : 'no unfinished re-embedding'}`);
				return 0;
			}
			const chunking = toChunkingChoice(options);
			const wish = { embedder, restart, personalData, ...(chunking && { chunking }) };
			reportResult(await call(reembedCollection, { collection, ...wish }), options, terminal);
			return 0;
		},
		openAdmitted,
	);
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

function embedderMissing(): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No embedding model was specified.',
		fix: 'Set --embedder, such as local or openai:text-embedding-3-small, or none to search by words only; or use --abandon.',
	});
}
