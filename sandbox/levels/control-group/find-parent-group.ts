import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Troupe's own subgroup: a group with limits for its subgroups can have no processes of its own. */
const hostGroup = 'troupe-host';
const controllers = ['memory', 'pids', 'cpu'];

interface GroupFacts {
	membership: string;
	mounts: string;
	isRoot: boolean;
}

/**
 * Returns the parent folder of the runs' groups: the one around `troupe-host`, which marks a delegated group, or the machine's for root. Other groups
 * belong to systemd or a container. @throws Error that names what is missing
 */
export function findParentGroup({ membership, mounts, isRoot }: GroupFacts): string {
	const [, own] = /^0::(.*)$/m.exec(membership) ?? [];
	const [, mounted] = /^\S+ (\S+) cgroup2 /m.exec(mounts) ?? [];
	if (own === undefined || mounted === undefined) throw new Error('Control groups of version 2 are not mounted');
	const delegated = isDelegated({ membership });
	if (!delegated && !isRoot) throw new Error(`The control group ${own} is not delegated to Troupe`);
	const parent = delegated ? join(mounted, dirname(own)) : mounted;
	enableControllers(parent);
	return parent;
}

export function isDelegated({ membership }: Pick<GroupFacts, 'membership'>): boolean {
	return new RegExp(`^0::.*/${hostGroup}$`, 'm').test(membership);
}

export function readGroupFacts(): GroupFacts {
	if (process.platform !== 'linux') return { membership: '', mounts: '', isRoot: false };
	const read = (name: string) => readFileSync(`/proc/${name}`, 'latin1');
	return { membership: read('self/cgroup'), mounts: read('mounts'), isRoot: process.getuid?.() === 0 };
}

function enableControllers(parent: string): void {
	const read = (name: string) => readFileSync(join(parent, name), 'latin1').trim().split(' ');
	const available = read('cgroup.controllers');
	const missing = controllers.filter((name) => !available.includes(name));
	if (missing.length > 0) throw new Error(`The control group ${parent} lacks the controllers ${missing.join(', ')}`);
	const enabled = read('cgroup.subtree_control');
	const disabled = controllers.filter((name) => !enabled.includes(name));
	if (disabled.length > 0) writeFileSync(join(parent, 'cgroup.subtree_control'), disabled.map((name) => `+${name}`).join(' '));
}
