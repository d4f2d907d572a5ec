import { homedir } from 'node:os';
import { join } from 'node:path';
import { pinnedTrustFolder } from './home-folders';
import { runsInsideN8n, troupeHome } from './home';

describe('the home of Troupe', () => {
	it('is what TROUPE_HOME says, wherever it runs', () => {
		expect(troupeHome({ TROUPE_HOME: '/srv/troupe', N8N_USER_FOLDER: '/data' }, true)).toBe('/srv/troupe');
	});

	it("lies beside n8n's state when n8n runs or its user folder is set", () => {
		expect(troupeHome({ N8N_USER_FOLDER: '/data' }, false)).toBe(join('/data', '.n8n', 'troupe'));
		expect(troupeHome({}, true)).toBe(join(homedir(), '.n8n', 'troupe'));
	});

	it('is ~/.troupe otherwise', () => {
		expect(troupeHome({}, false)).toBe(join(homedir(), '.troupe'));
	});

	it.each([
		['HOME is empty', () => ''],
		[
			'the system does not know the user',
			() => {
				throw new Error('uv_os_homedir returned ENOENT');
			},
		],
	])('has to be named where %s', (_where, readHome) => {
		expect(() => troupeHome({}, false, readHome)).toThrow('no home folder');
		expect(troupeHome({ TROUPE_HOME: '/srv/troupe' }, false, readHome)).toBe('/srv/troupe');
	});

	it('holds the pinned trust unless TROUPE_TRUST names another folder', () => {
		expect(pinnedTrustFolder({ TROUPE_HOME: '/srv/troupe' })).toBe(join('/srv/troupe', 'trust'));
		expect(pinnedTrustFolder({ TROUPE_HOME: '/srv/troupe', TROUPE_TRUST: '/etc/trust' })).toBe('/etc/trust');
	});

	it('knows the command of n8n from any other', () => {
		expect(runsInsideN8n('/usr/local/bin/n8n')).toBe(true);
		expect(runsInsideN8n('/opt/troupe/bin/troupe')).toBe(false);
	});
});
