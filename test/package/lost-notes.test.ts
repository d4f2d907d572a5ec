/** Standard error on a full disk, as where a service writes its log, or without a reader. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-notes-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const answer = (redirection: string) =>
	spawnSync('/bin/sh', ['-c', `"$0" bin/troupe agent run support --message "How long?" ${redirection}`, process.execPath], {
		cwd: resolve('.'),
		env: { ...process.env, TROUPE_HOME: home },
		encoding: 'utf8',
	});

it.each(existsSync('/dev/full') ? ['2>/dev/full', '2>&1 >answer | true'] : [])(
	'the answer is given although notes are lost: %s',
	(redirection) => {
		const { status, stdout } = answer(
			redirection.replace('answer', join(home, 'answer')) + `; code=$?; cat ${join(home, 'answer')} 2>/dev/null; exit $code`,
		);
		expect([status, stdout]).toEqual([0, expect.stringContaining('needs-human')]);
	},
);
