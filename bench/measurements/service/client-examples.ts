/** Share of the documented examples, and of what an application does, that run through the packed clients for TypeScript and Python. Goal: 1. */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

export async function run(): Promise<number> {
	const file = resolve('build', `client-examples-${process.pid}.json`);
	const args = ['node_modules/jest/bin/jest.js', '--config', 'test/clients/jest.config.mjs', '--json', '--outputFile', file];
	// Its exit code says whether all passed, which the file says of each.
	await new Promise<void>((ended) => execFile(process.execPath, args, { timeout: 600_000 }, () => ended()));
	try {
		const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
		console.log(`${numPassedTests} of ${numTotalTests} examples`);
		return numPassedTests! / numTotalTests!;
	} finally {
		rmSync(file, { force: true });
	}
}
