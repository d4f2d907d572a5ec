import { Command, InvalidArgumentError, Option } from 'commander';
import type { Metadata } from '../../core/ports';
import { isMetadata } from '../../providers/sources/is-metadata';
import type { Session } from '../terminal/session';
import type { IngestCommandOptions } from './ingest-run';
import { withChunkSizes } from './knowledge-options';

/** `troupe knowledge ingest PATH… --into NAME`. */
export function ingestCommand(session: Session): Command {
	const command = new Command('ingest')
		.description('Reads documents into a collection; what is in already is not read again. Exits with 1 when one could not be read.')
		.argument(
			'<paths...>',
			'files, folders, addresses (https://…), files of JSON lines (.jsonl) {"id", "title", "text"}, or - for such lines',
		)
		.requiredOption('-i, --into <name>', 'the collection; it is made where there is none')
		.option(
			'-e, --embedder <id>',
			'openai:…, google:…, ollama:…, a local model, or none; default: its own, of a new one TROUPE_EMBEDDING_MODEL, else none',
		)
		.addOption(
			new Option('--whole-documents', 'one chunk for each document, of up to 100,000 tokens').conflicts([
				'chunking',
				'chunkTokens',
				'mostChunkTokens',
				'overlap',
			]),
		)
		.addOption(
			new Option('--chunking <method>', "how documents are cut; default: the collection's own, of a new one by structure").choices([
				'structure',
				'recursive',
				'semantic',
			]),
		);
	return withChunkSizes(command)
		.option('--jsonl', 'all files that are named hold JSON lines, whatever their ending')
		.option('--only <endings>', 'of folders only files that end so: pdf,docx,md', readExtensions)
		.option(
			'-l, --label <label>',
			'given to each document, for filters and retention; may be repeated',
			(label: string, others: string[] = []) => [...others, label],
		)
		.addOption(new Option('--metadata <json>', 'given to each document: {"year": 2026}; its own count more').argParser(readMetadata))
		.option('--prune', 'removes documents whose files are gone from the folders that are named')
		.option('--json', 'the summary as one JSON document')
		.action(async (paths: string[], options: IngestCommandOptions) => {
			const { runIngest } = await import('./ingest-run');
			session.exitCode = await runIngest(paths, options, session.terminal);
		});
}

function readExtensions(text: string): string[] {
	const extensions = text.split(',').map((ending) =>
		ending
			.trim()
			.replace(/^\*?\./, '')
			.toLowerCase(),
	);
	if (extensions.every((ending) => /^[\w-]+$/.test(ending))) return extensions;
	throw new InvalidArgumentError('Expected endings of files, separated by commas, such as pdf,docx,md.');
}

function readMetadata(text: string): Metadata {
	try {
		const value: unknown = JSON.parse(text);
		if (isMetadata(value)) return value;
	} catch {
		// Said below.
	}
	throw new InvalidArgumentError('Expected a JSON object of texts, numbers, true or false, and lists of texts.');
}
