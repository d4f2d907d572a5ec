import { homedir } from 'node:os';
import { join } from 'node:path';
import { agentFolders, budgetsFile, pinnedTrustFolder, troupeHome } from './home';
import { readSetting } from './settings';

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

	it.each(['$HOME/.troupe', '${HOME}/.troupe', '~ana/.troupe', '$PWD'])('is refused as %s', (path) => {
		expect(() => troupeHome({ TROUPE_HOME: path })).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(path) as string }),
		);
		expect(() => agentFolders({ TROUPE_HOME: '/srv', TROUPE_AGENTS: `/a:${path}` })).toThrow('TROUPE_AGENTS');
	});

	it('is taken as it is in the middle, and in other settings', () => {
		expect(troupeHome({ TROUPE_HOME: '/srv/a$b/~c' })).toBe('/srv/a$b/~c');
		expect(readSetting('TROUPE_API_TOKEN', { TROUPE_API_TOKEN: '$ecret~' })).toBe('$ecret~');
		const url = 'postgres://u:p$~@db/x';
		expect(readSetting('TROUPE_KNOWLEDGE_STORE', { TROUPE_KNOWLEDGE_STORE: url })).toBe(url);
	});
});
