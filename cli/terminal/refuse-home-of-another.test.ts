import { refuseHomeOfAnother, type Users } from './refuse-home-of-another';

const [root, service] = [0, 1000];
const owners: Record<string, number> = { '/': root, '/srv': root, '/srv/troupe': service, '/root': root, '/root/.troupe': root };
const users = (current: number | undefined): Users => ({ current, ownerOf: (folder) => owners[folder] });
const refuse = (home: string, current: number | undefined, command = 'list') =>
	refuseHomeOfAnother(command, { TROUPE_HOME: home }, users(current));

test.each(['/srv/troupe', '/srv/troupe/not-yet/there'])('root is refused in the home of another user: %s', (home) => {
	expect(() => refuse(home, root)).toThrow(
		expect.objectContaining({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('belongs to the user with the number 1000, and this command runs as root') as string,
			fix: expect.stringContaining("sudo -u '#1000' troupe") as string,
		}),
	);
});

test.each(['TROUPE_MEMORY_STORE', 'TROUPE_KNOWLEDGE_STORE'])('root is refused with %s in a folder of another user', (setting) => {
	const run = (place: string) => () => refuseHomeOfAnother('list', { TROUPE_HOME: '/root/.troupe', [setting]: place }, users(root));
	expect(run('/srv/troupe/new.db')).toThrow(`The folder of ${setting}, /srv/troupe, belongs to the user with the number 1000`);
	expect(run('/srv/new.db')).not.toThrow();
	expect(run('postgres://user:password@db/troupe')).not.toThrow();
});

test.each([
	['root in its own home', '/root/.troupe', root],
	['root in a home that will be created', '/srv/other', root],
	['the owner', '/srv/troupe', service],
	['another user, for whom the system decides', '/srv/troupe', 1001],
	['a system without users', '/srv/troupe', undefined],
])('%s is not', (_who, home, current) => {
	expect(() => refuse(home, current)).not.toThrow();
});

test('`doctor` looks at it', () => {
	expect(() => refuse('/srv/troupe', root, 'doctor')).not.toThrow();
});
