import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { redisFault, troupeRights } from './redis-fault';

const translate = (cause: unknown) => redisFault('redis://user:secret@redis.example.com:6379/1', 'does not count', 'So be it.', cause);

test.each([
	['OOM command not allowed when used memory > maxmemory', 'STORAGE_FULL'],
	['MISCONF Redis is configured to save RDB snapshots, but it cannot', 'STORAGE_FULL'],
	["READONLY You can't write against a read only replica.", 'STORAGE_READ_ONLY'],
	['WRONGPASS invalid username-password pair or user is disabled.', 'STORAGE_UNREADABLE'],
	["NOPERM this user has no permissions to run the 'publish' command", 'STORAGE_UNREADABLE'],
	['self-signed certificate', 'STORAGE_UNREACHABLE'],
	['connect ECONNREFUSED 127.0.0.1:6379', 'STORAGE_UNREACHABLE'],
])('%s is %s, retryable, with what to do', (answer, code) => {
	expect(translate(new Error(`${answer}\nmore`))).toMatchObject({
		code,
		retryable: true,
		message: `Redis at redis.example.com:6379 does not count: ${answer.replace(/\.$/, '')}.`,
		fix: expect.stringMatching(/^.+ So be it\.$/) as string,
	});
});

test('a fault that was translated keeps its answer', () => {
	const cause = new TroupeError({ code: 'STORAGE_FULL', message: 'Full.', cause: new Error('OOM') });
	expect(translate(cause).message).toBe('Redis at redis.example.com:6379 does not count: OOM.');
});

test.each(['docs/operations/shared-state.md', 'docs/operations/shared-state.pt.md'])('%s names the rights', (page) => {
	expect(readFileSync(join(__dirname, '../..', page), 'utf8')).toContain(troupeRights);
});
