import { type Command, Option } from 'commander';
import { TroupeError } from '../../core/base/errors';
import { jsonFault } from '../../core/base/json-fault';
import type { ChunkingChoice } from '../../core/knowledge/knowledge-task';
import { parseFilter } from '../../core/ports/filter/parse-filter';
import type { Filter } from '../../core/ports';
import { decimalNumber, wholeNumber } from '../terminal/options';

const modes = ['lexical', 'dense', 'hybrid'];
const fusions = ['scores', 'ranks'];

/** `--in NAME`. */
export function inOption(): Option {
	return new Option('-i, --in <name>', 'the collection').makeOptionMandatory();
}

/** `--filter JSON`. */
export function filterOption(): Option {
	return new Option('--filter <json>', 'by metadata, such as {"year": {"$gte": 2024}, "labels": "public"}').argParser(readFilter);
}

/** How large chunks are: `--chunk-tokens`, `--most-chunk-tokens`, `--overlap`. */
export function withChunkSizes(command: Command, usual = ''): Command {
	return command
		.option('--chunk-tokens <count>', `of a chunk, as far as possible${usual}`, wholeNumber(8, 100_000))
		.option('--most-chunk-tokens <count>', 'that no chunk exceeds', wholeNumber(8, 100_000))
		.option('--overlap <tokens>', 'that two neighbours share', wholeNumber(0, 50_000));
}

/** The options of `withChunkSizes`, and `--chunking`. */
export interface ChunkOptions {
	chunking?: ChunkingChoice['method'];
	chunkTokens?: number;
	mostChunkTokens?: number;
	overlap?: number;
}

/** Returns how documents are cut; undefined when no option says so. */
export function toChunkingChoice({ chunking, chunkTokens, mostChunkTokens, overlap }: ChunkOptions): ChunkingChoice | undefined {
	const choice = { method: chunking, wantedTokens: chunkTokens, maximumTokens: mostChunkTokens, overlapTokens: overlap };
	return Object.values(choice).some((value) => value !== undefined) ? choice : undefined;
}

/** The options that `search` and `evaluate` share. */
export function withSearchOptions(command: Command): Command {
	return command
		.addOption(inOption())
		.addOption(
			new Option('-m, --mode <mode>', 'by words, by vectors, or both; default: both where the collection has vectors').choices(modes),
		)
		.addOption(
			new Option(
				'--fusion <way>',
				'how both are put together: by scores, or by ranks (weighted reciprocal rank fusion); default: scores',
			).choices(fusions),
		)
		.option('--lexical-weight <number>', 'of the words, where both are asked; default: 1', decimalNumber(0.001, 1_000))
		.option('--dense-weight <number>', 'of the vectors, where both are asked; default: 1', decimalNumber(0.001, 1_000))
		.option('-r, --rerank <reranker>', 'judges the best: cohere:…, local:…, or a chat model such as openai:gpt-4.1-mini')
		.option('-c, --concurrency <count>', 'questions worked on at once', wholeNumber(1, 64), 4);
}

/** @throws TroupeError FILTER_INVALID */
function readFilter(text: string): Filter {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (fault) {
		const message = `The filter is not JSON: ${jsonFault(fault)}.`;
		throw new TroupeError({
			code: 'FILTER_INVALID',
			message,
			fix: 'Give an object such as {"year": 2026}, in quotes of the shell.',
		});
	}
	return parseFilter(value);
}
