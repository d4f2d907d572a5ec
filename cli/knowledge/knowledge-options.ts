import { type Command, Option } from 'commander';
import { TroupeError } from '../../core/base/errors';
import { jsonFault } from '../../core/base/json-fault';
import { parseFilter } from '../../core/ports/filter/parse-filter';
import type { Filter } from '../../core/ports';
import { wholeNumber } from '../terminal/options';

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
