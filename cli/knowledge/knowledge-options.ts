import { type Command, Option } from 'commander';
import type { PersonalDataPolicy } from '../../core/knowledge/private-data/document-policy';
import type { ChunkingChoice } from '../../core/knowledge/knowledge-task';
import { readFilterText } from '../../core/ports/knowledge/filter/parse-filter';
import { fusions, searchModes } from '../../core/ports/knowledge/search-facts';
import { decimalNumber, wholeNumber } from '../terminal/options';

export function inOption(): Option {
	return new Option('-i, --in <name>', 'the collection').makeOptionMandatory();
}

export function filterOption(): Option {
	return new Option('--filter <json>', 'filter by metadata, such as {"year": {"$gte": 2024}, "labels": "public"}').argParser(
		readFilterText,
	);
}

/** Adds the options `--chunk-tokens`, `--max-chunk-tokens` and `--overlap`. */
export function withChunkSizes(command: Command, usual = ''): Command {
	return command
		.option('--chunk-tokens <count>', `target tokens per chunk${usual}`, wholeNumber(8, 100_000))
		.option('--max-chunk-tokens <count>', 'max tokens per chunk', wholeNumber(8, 100_000))
		.option('--overlap <tokens>', 'tokens that neighbouring chunks share', wholeNumber(0, 50_000));
}

export function personalDataOption(policies: PersonalDataPolicy[], more = ''): Option {
	const meaning = `mask: an embedder on another machine gets personal data and secrets masked${more}; keep: nothing is masked; default: mask`;
	return new Option('--personal-data <policy>', meaning).choices(policies);
}

export interface ChunkOptions {
	chunking?: ChunkingChoice['method'];
	chunkTokens?: number;
	maxChunkTokens?: number;
	overlap?: number;
}

/** Returns how documents are cut; undefined when no option says so. */
export function toChunkingChoice({ chunking, chunkTokens, maxChunkTokens, overlap }: ChunkOptions): ChunkingChoice | undefined {
	const choice = { method: chunking, wantedTokens: chunkTokens, maximumTokens: maxChunkTokens, overlapTokens: overlap };
	return Object.values(choice).some((value) => value !== undefined) ? choice : undefined;
}

export function withSearchOptions(command: Command): Command {
	return command
		.addOption(inOption())
		.addOption(
			new Option(
				'-m, --mode <mode>',
				'lexical (words), dense (vectors) or hybrid (both); default: hybrid when the collection has vectors',
			).choices(searchModes),
		)
		.addOption(
			new Option(
				'--fusion <way>',
				'how hybrid search combines results: scores, or ranks (weighted reciprocal rank fusion); default: scores',
			).choices(fusions),
		)
		.option('--lexical-weight <number>', 'the weight of words in hybrid search; default: 1', decimalNumber(0.001, 1_000))
		.option('--dense-weight <number>', 'the weight of vectors in hybrid search; default: 1', decimalNumber(0.001, 1_000))
		.option('-r, --rerank <reranker>', 'reranks the best passages: cohere:…, local:…, or a chat model such as openai:gpt-4.1-mini')
		.option('-c, --concurrency <count>', 'max questions at the same time', wholeNumber(1, 64), 4);
}
