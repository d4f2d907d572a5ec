import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { describePortError } from '../ports/port-error';

export async function printResult(work: () => Promise<object>): Promise<void> {
	try {
		print(await work());
	} catch (error) {
		print({ error: describePortError(error) });
		process.exitCode = 1;
	}
}

const print = (result: object): void => void process.stdout.write(`\n${stringifyJson(result)}`);
