/** Options that several commands take. */
import { InvalidArgumentError, Option } from 'commander';

/** `--engine embedded|zeebe`. */
export function engineOption(): Option {
	return new Option('-e, --engine <engine>', 'embedded: in this process, in memory; zeebe: a Camunda 8 cluster')
		.choices(['embedded', 'zeebe'])
		.default('embedded');
}

/** `--address HOST:PORT`. */
export function addressOption(): Option {
	return new Option('-a, --address <host:port>', "the cluster's gRPC gateway").env('ZEEBE_ADDRESS').default('127.0.0.1:26500');
}

/** Parses a whole number of this range. */
export function wholeNumber(smallest: number, largest: number): (text: string) => number {
	return (text) => {
		const number = Number(text);
		if (/^\d+$/.test(text) && number >= smallest && number <= largest) return number;
		throw new InvalidArgumentError(`Expected a whole number from ${smallest} to ${largest}.`);
	};
}
