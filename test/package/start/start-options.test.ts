import { explain, explainDisk } from '../../../scripts/lib/explain-failure.mjs';
import type { SetupError } from '../../../scripts/lib/setup-error.mjs';
import { assertLoadable, parseOptions } from '../../../scripts/start/options.mjs';
import { whileStarting } from '../../../scripts/start/services.mjs';

function readRefusal(args: string[]): string {
	try {
		parseOptions(args, {});
	} catch (error) {
		const { message, fix } = error as SetupError;
		return `${message} ${fix}`;
	}
	return 'none';
}

describe('the options of npm start', () => {
	test.each(['', 'too short'])('let other machines in only with a token: %j', (token) => {
		expect(() => parseOptions(['--host', '0.0.0.0'], { TROUPE_API_TOKEN: token })).toThrow('TROUPE_API_TOKEN');
	});

	it('take a token of 16 characters, and none on the loopback address', () => {
		expect(parseOptions(['--host', '0.0.0.0'], { TROUPE_API_TOKEN: '0123456789abcdef' }).host).toBe('0.0.0.0');
		expect(parseOptions([], {}).host).toBe('127.0.0.1');
	});

	it.each([
		[['--language', 'pt'], '--language is an option of stories'],
		[['--story', 'sdr', '--language', 'fr'], 'Use pt or en.'],
	])('refuse a language that nothing speaks: %j', (args, problem) => {
		expect(readRefusal(args)).toContain(problem);
	});

	test.each(["/home/o'neill/troupe", '/srv/a:b', '/srv/a\\b'])('name a folder that n8n cannot load nodes from: %s', (home) => {
		expect(() => assertLoadable(home)).toThrow(home);
	});

	test.each(['/home/joão/my projects/troupe', '/srv/$x & (y)'])('leave any other folder alone: %s', (home) => {
		expect(() => assertLoadable(home)).not.toThrow();
	});
});

describe('what stopped a start', () => {
	test.each([
		'SQLITE_FULL: database or disk is full',
		'tar: x: Cannot write: No space left on device',
		'ENOSPC: no space left on device, write',
	])('is the full disk, whatever stands around it: %s', (line) => {
		const { message, fix } = explainDisk('The start of n8n', `getaddrinfo ENOTFOUND api.n8n.io\n${line}\n    at write`);
		expect(message).toContain('The start of n8n stopped: the disk is full.');
		expect(fix).toContain('Free some space');
	});

	it('is not the package registry where n8n only missed its own servers', () => {
		expect(explainDisk('The start of n8n', 'getaddrinfo ENOTFOUND api.n8n.io\nbroken', 'Read the log.')).toMatchObject({
			message: expect.stringContaining('The start of n8n stopped: it failed.') as string,
			fix: 'Read the log.',
		});
	});

	it('is the right to write where a folder cannot be made on a read-only disk', () => {
		expect(explain('npm start', "ENOENT: no such file or directory, mkdir '/ro/home'").message).toContain('cannot be written');
	});
});

it('starts nothing more once it was stopped', async () => {
	const start = jest.fn();
	await expect(whileStarting(AbortSignal.abort(), start)).rejects.toThrow('aborted');
	expect(start).not.toHaveBeenCalled();
});
