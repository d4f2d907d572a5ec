#!/usr/bin/env node
/** Records anew what the engine contract expects, from the real Zeebe 8.6.0 broker and the 8.8.21 engine, into engine-adapter/contract/recorded. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const root = fileURLToPath(new URL('..', import.meta.url));
// 8.6 first: of 8.8 only what differs is kept.
for (const file of ['zeebe.contract', 'zeebe88.contract']) {
	const { status } = spawnSync(process.execPath, [jest, '-c', 'test/zeebe/jest.config.mjs', `test/zeebe/${file}.test.ts`], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, CI: 'true', TROUPE_RECORD_CONTRACT: '1' },
	});
	if (status !== 0) process.exit(status ?? 1);
}
