import { run } from '../../../scripts/lib/processes.mjs';

/** The programs of the broker in the user's cache folder. */
export interface PreparedZeebe {
	javaHome: string;
	brokerFolder: string;
}

/** The variable with a PreparedZeebe, or the reason why there is none, as JSON. */
const variable = 'TROUPE_TEST_PREPARED_ZEEBE';

/** Fetches the broker before the tests: only then a suite can be skipped with the reason. */
export async function prepareZeebe(): Promise<void> {
	const { output, tail } = await run(process.execPath, ['scripts/zeebe-broker.mjs', '--prepare']);
	process.env[variable] = output.trim() || JSON.stringify({ unavailable: tail.trim().slice(-500) });
}

export function preparedZeebe(): PreparedZeebe | { unavailable: string } {
	return JSON.parse(process.env[variable] ?? '{"unavailable":"run with test/e2e/jest.config.mjs"}') as
		| PreparedZeebe
		| { unavailable: string };
}
