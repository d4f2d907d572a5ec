import { InvalidArgumentError, Option } from 'commander';
import { isReaderName } from '../../core/ports/knowledge/readers';

export const asOption = (what = 'who asks; default: the operator, who reads all documents'): Option =>
	new Option('--as <name...>', `${what}; as readers are named: person:ana@example.com, group:hr, claim:dept=sales`).argParser(collectNames);

/** Takes names alone: a question that follows would be lost among them. */
function collectNames(value: string, names: string[] | undefined): string[] {
	if (isReaderName(value)) return [...(names ?? []), value];
	throw new InvalidArgumentError(
		'It is not the name of a reader: person:ID, group:NAME or claim:NAME=VALUE. Write other arguments before --as, or behind "--".',
	);
}
