import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, chownSync, lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPidNamespace } from '../pid-namespace';
import type { ContainerEngine } from './container-engine';

export interface Container {
	engine: ContainerEngine;
	name: string;
	user: ContainerUser;
}

export interface ContainerUser {
	uid: number;
	gid: number;
	isOther: boolean;
	/** True if podman's user namespace shows this user under its own number. */
	keepsId: boolean;
}

/** These numbers belong to no people, services or containers: https://systemd.io/UIDS-GIDS. */
const firstUnused = 1_900_000_000;
const lastUnused = 2_100_000_000;

export function createContainer(engine: ContainerEngine): Container {
	return { engine, name: `${ownPrefix()}${process.pid}-${randomBytes(6).toString('hex')}`, user: chooseUser(engine) };
}

/** Prefix of container names from this machine: several machines can use one daemon. */
export function ownPrefix(): string {
	return `troupe-sandbox-${readBoot()}-${findPidNamespace()}-`;
}

/**
 * Chooses a user without rights that reads the run's files: an unused one for root, otherwise this process's user, which a rootless daemon shows as
 * root without capabilities.
 */
export function chooseUser({ program, isRootless }: Pick<ContainerEngine, 'program' | 'isRootless'>): ContainerUser {
	const uid = process.getuid?.() ?? 0;
	const gid = process.getgid?.() ?? 0;
	if (isRootless && program === 'docker') return { uid: 0, gid: 0, isOther: false, keepsId: false };
	if (uid === 0 && !isRootless) {
		const own = randomInt(firstUnused, lastUnused);
		return { uid: own, gid: own, isOther: process.platform === 'linux', keepsId: false };
	}
	return { uid, gid, isOther: false, keepsId: isRootless };
}

export function openFolderTo({ gid, isOther }: ContainerUser, folder: string): void {
	if (!isOther) return;
	chownSync(folder, -1, gid);
	chmodSync(folder, 0o750);
}

export function giveTo(user: ContainerUser, path: string): void {
	if (!user.isOther) return;
	lchownSync(path, user.uid, user.gid);
	if (lstatSync(path).isDirectory()) for (const entry of readdirSync(path)) giveTo(user, join(path, entry));
}

function readBoot(): string {
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);
	} catch {
		return '0';
	}
}
