import { Command, InvalidArgumentError, Option } from 'commander';
import type { Metadata } from '../../../core/ports/knowledge/filter/filter';
import { isMetadata } from '../../../providers/sources/is-metadata';
import { withService } from '../../terminal/options';
import type { Session } from '../../terminal/session';
import type { IngestCommandOptions } from './ingest-run';
import { personalDataOption, withChunkSizes } from '../knowledge-options';

export function ingestCommand(session: Session): Command {
	const command = withService(new Command('ingest'), session)
		.description('Reads documents into a collection. Unchanged documents are not read again. Exits with 1 when a document cannot be read.')
		.argument(
			'<paths...>',
			'files, folders, URLs (https://…), JSON lines files (.jsonl) {"id", "title", "text"}, or - for JSON lines on standard input',
		)
		.requiredOption('-i, --into <name>', 'the collection; created when it does not exist')
		.option(
			'-e, --embedder <id>',
			"openai:…, google:…, ollama:…, a local model, or none; default: the collection's; for a new one TROUPE_EMBEDDING_MODEL or none",
		)
		.addOption(
			new Option('--whole-documents', 'one chunk per document, up to 100,000 tokens').conflicts([
				'chunking',
				'chunkTokens',
				'maxChunkTokens',
				'overlap',
			]),
		)
		.addOption(
			new Option('--chunking <method>', "how documents are cut; default: the collection's; for a new one structure").choices([
				'structure',
				'recursive',
				'semantic',
			]),
		);
	return withChunkSizes(command)
		.addOption(personalDataOption(['mask', 'refuse', 'keep'], ', and secrets are stored as [SECRET]; refuse: documents with either fail'))
		.addOption(
			new Option(
				'--orders <policy>',
				'documents that give orders to a model; quarantine: no search finds them until you release them; strict: also those that may give some',
			)
				.choices(['quarantine', 'strict', 'keep'])
				.default('quarantine'),
		)
		.addOption(
			new Option('--outliers <policy>', 'documents whose vectors are unlike those of the collection')
				.choices(['tell', 'quarantine', 'keep'])
				.default('tell'),
		)
		.option('--jsonl', 'read all specified files as JSON lines, whatever their extension')
		.option('--only <endings>', 'in folders, read only files with these extensions: pdf,docx,md', readExtensions)
		.option(
			'-l, --label <label>',
			'a label for each document, for filters and retention; repeatable',
			(label: string, others: string[] = []) => [...others, label],
		)
		.addOption(
			new Option('--metadata <json>', 'metadata for each document: {"year": 2026}; values of a document take precedence').argParser(
				readMetadata,
			),
		)
		.option('--prune', 'remove documents whose files no longer exist in the specified folders')
		.option('--json', 'print the summary as one JSON document')
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
	throw new InvalidArgumentError('Expected file extensions, separated by commas, such as pdf,docx,md.');
}

function readMetadata(text: string): Metadata {
	try {
		const value: unknown = JSON.parse(text);
		if (isMetadata(value)) return value;
	} catch {
		// Reported below.
	}
	throw new InvalidArgumentError('Expected a JSON object whose values are strings, numbers, booleans or lists of strings.');
}
