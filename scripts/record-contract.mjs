#!/usr/bin/env node
/**
 * Records what the engine contract expects from the real Zeebe 8.6.0 broker and the 8.8.21 engine, into test/contract/recorded.
 * Records every case, or the specified ids and families: `npm run record:contract -- join-all timer`.
 * Lists at the end the cases without a recording and the recordings without a case; `--check` lists them without recording anything.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const root = fileURLToPath(new URL('..', import.meta.url));

function runJest(args, env) {
	const { status } = spawnSync(process.execPath, [jest, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
	if (status !== 0) process.exit(status ?? 1);
}

const names = process.argv.slice(2).filter((arg) => arg !== '--check');
if (!process.argv.includes('--check')) {
	// 8.6 first: only differences of 8.8 are stored.
	for (const file of ['zeebe.contract', 'zeebe88.contract']) {
		runJest(['-c', 'test/zeebe/jest.config.mjs', `test/zeebe/contract/${file}.test.ts`], {
			CI: 'true',
			TROUPE_RECORD_CONTRACT: names.join(' ') || 'all',
		});
	}
}
runJest(['test/contract/recording.test.ts']);
