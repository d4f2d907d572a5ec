import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findParentGroup } from './find-parent-group';

let folder: string;
const groups = (path: string, available = 'cpu io memory pids', enabled = 'memory pids') => {
	mkdirSync(join(folder, path), { recursive: true });
	writeFileSync(join(folder, path, 'cgroup.controllers'), `${available}\n`);
	writeFileSync(join(folder, path, 'cgroup.subtree_control'), `${enabled}\n`);
};
const find = (own: string, isRoot = false) =>
	findParentGroup({
		membership: `1:name=systemd:/\n0::${own}\n`,
		mounts: `proc /proc proc rw 0 0\ncgroup2 ${folder} cgroup2 rw 0 0\n`,
		isRoot,
	});

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-groups-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('uses the group around troupe-host, and enables the controllers that are missing there', () => {
	groups('service');
	expect(find('/service/troupe-host')).toBe(join(folder, 'service'));
	expect(readFileSync(join(folder, 'service', 'cgroup.subtree_control'), 'latin1')).toBe('+cpu');
});

it('uses the group of the machine for root', () => {
	groups('.');
	expect(find('/', true)).toBe(join(folder, '.'));
});

it('leaves groups alone that were not delegated', () => {
	groups('.');
	expect(() => find('/user.slice/session.scope')).toThrow('The control group /user.slice/session.scope is not delegated to Troupe');
	expect(readFileSync(join(folder, 'cgroup.subtree_control'), 'latin1')).toBe('memory pids\n');
});

it('says which controllers are missing', () => {
	groups('service', 'memory');
	expect(() => find('/service/troupe-host')).toThrow('lacks the controllers pids, cpu');
});

it('says that there are no groups of version 2', () => {
	expect(() =>
		findParentGroup({ membership: '4:memory:/\n', mounts: 'cgroup /sys/fs/cgroup/memory cgroup rw 0 0\n', isRoot: true }),
	).toThrow('Control groups of version 2 are not mounted');
});
