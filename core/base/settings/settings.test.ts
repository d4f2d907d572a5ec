import { homedir } from 'node:os';
import { join } from 'node:path';
import { agentFolders, budgetsFile, pinnedTrustFolder } from '../home-folders';
import { troupeHome } from '../home';
import { type ChoiceSetting, settingChoices } from './setting-choices';
import { readChoice, readListSetting, readSetting, settingIs } from './settings';

const own = (path: string) => join(homedir(), path);

describe('a path in the environment of a service, where no shell replaced anything', () => {
	it('begins with the home folder of the user', () => {
		const env = { TROUPE_HOME: '~/.troupe', TROUPE_TRUST: '~/trust', TROUPE_BUDGETS: '~/b.json', TROUPE_AGENTS: '~/a:/srv/~/b:~' };
		expect(troupeHome(env)).toBe(own('.troupe'));
		expect(pinnedTrustFolder(env)).toBe(own('trust'));
		expect(budgetsFile(env).path).toBe(own('b.json'));
		expect(agentFolders(env)).toEqual([own('a'), '/srv/~/b', own(''), own('.troupe/agents')].map((path) => path.replace(/\/$/, '')));
		expect(readSetting('TROUPE_KNOWLEDGE_STORE', { TROUPE_KNOWLEDGE_STORE: '~/k.db' })).toBe(own('k.db'));
	});

	it.each(['$HOME/.troupe', '${HOME}/.troupe', '~ana/.troupe', '$PWD', '/home/${USER}/t', '/home/$USER/t', '/srv/$(hostname)'])(
		'is refused as %s',
		(path) => {
			expect(() => troupeHome({ TROUPE_HOME: path })).toThrow(
				expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(path) as string }),
			);
			expect(() => agentFolders({ TROUPE_HOME: '/srv', TROUPE_AGENTS: `/a:${path}` })).toThrow('TROUPE_AGENTS');
		},
	);

	it('is taken as it is in the middle, and in other settings', () => {
		expect(troupeHome({ TROUPE_HOME: '/srv/a$b/~c' })).toBe('/srv/a$b/~c');
		expect(readSetting('TROUPE_API_TOKEN', { TROUPE_API_TOKEN: '$ecret~' })).toBe('$ecret~');
		for (const password of ['p$~', '$ecret', '~tilde', '${a}'])
			expect(readSetting('TROUPE_MEMORY_STORE', { TROUPE_MEMORY_STORE: `postgres://u:${password}@db/x` })).toContain(password);
	});

	it.each(['"~/.troupe"', "'/srv/troupe'", '"/srv/a:/srv/b"'])('is refused with the quotes that docker --env-file keeps: %s', (path) => {
		expect(() => troupeHome({ TROUPE_HOME: path })).toThrow(/TROUPE_HOME contains the path .* with quotes/);
	});

	it.each(['~', 'work', ''])('is refused where HOME is not a whole path: %j', (home) => {
		expect(() => troupeHome({}, false, () => home)).toThrow('This user has no home folder');
	});
});

test('a setting of few values is refused with another one (oaslananka/easyeda-mcp-pro#311)', () => {
	for (const name of Object.keys(settingChoices) as ChoiceSetting[]) {
		const [value] = settingChoices[name];
		expect([readChoice(name, {}), readChoice(name, { [name]: ' ' }), readSetting(name, { [name]: '' })]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect([readChoice(name, { [name]: ` ${value.toUpperCase()} ` }), settingIs(name, value, { [name]: value })]).toEqual([value, true]);
		for (const read of [readChoice, readSetting] as const)
			expect(() => read(name, { [name]: 'yes' })).toThrow(`${name} is "yes", expected ${settingChoices[name].join(' or ')}.`);
	}
});

test('a list of few names is refused with another one, and the name that was meant is told', () => {
	const read = (value: string) => readListSetting('TROUPE_OPENAI_NEEDS', { TROUPE_OPENAI_NEEDS: value });
	expect([read('no-system-role, tools-as-text,'), read(' ')]).toEqual([['no-system-role', 'tools-as-text'], undefined]);
	expect(() => read('max-tokens,no-system-rol')).toThrow(
		expect.objectContaining({
			message: expect.stringMatching(/^TROUPE_OPENAI_NEEDS has "no-system-rol", expected/),
			fix: 'Write no-system-role in its place.',
		}),
	);
	expect(() => read('vision')).toThrow(expect.objectContaining({ fix: 'Correct it, or unset it.' }));
});
