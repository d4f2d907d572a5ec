import { Option } from 'commander';

/** Declares `--as NAME…`. */
export function asOption(): Option {
	return new Option(
		'--as <name...>',
		'who asks, as readers of documents are named: person:ana@example.com, group:hr, claim:dept=sales; default: the operator, who reads all documents',
	);
}
