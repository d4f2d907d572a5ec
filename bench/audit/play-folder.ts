import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { formatVerifierKey } from '../../core/audit/note-key';
import type { Chance } from '../samples/sample';
import { type FolderAttack, readPublicView, writeFolder } from './folder';
import { type HonestLog, keys, tenant, use } from './honest-log';
import { findFirstDifference } from './log-view';
import type { Outcome } from './scene';

interface Verifier {
	verifyFolder(folder: string, key: string, older: string[]): { fault?: { index: number; before?: number; problem: string } };
}

const load = async () => (await import(pathToFileURL(resolve('bin/verify-audit-log.mjs')).href)) as Verifier;
const key = formatVerifierKey(keys.signerOf(tenant).key);

/** Lays a manipulated log out, and lets the verifier without Troupe judge it, which has an honest export. @returns what it said instead of what is right */
export async function playExport(file: string, log: HonestLog, outcome: Outcome | undefined): Promise<string | undefined> {
	const folder = `${file}.export`;
	const expected = use(file, (database) => {
		writeFolder(folder, database);
		return expectIndex(database, log, outcome);
	});
	return judge(folder, log, expected);
}

function expectIndex(database: DatabaseSync, log: HonestLog, outcome: Outcome | undefined): number {
	const difference = findFirstDifference(use(log.file, readPublicView), readPublicView(database));
	const before = use(log.file, noteOf);
	const after = noteOf(database);
	if (outcome?.honest) return Infinity;
	// Without a checkpoint, all entries are those of the honest export.
	if (after === undefined) return Math.min(difference, log.size);
	return before === after ? difference : (outcome?.index ?? difference);
}

const noteOf = (database: DatabaseSync) => database.prepare('SELECT note FROM audit_head WHERE tenant = ?').get(tenant)?.note;

export async function playFolder(attack: FolderAttack, log: HonestLog, folder: string, chance: Chance): Promise<string | undefined> {
	const view = use(log.file, (database) => {
		writeFolder(folder, database);
		return readPublicView(database);
	});
	return judge(folder, log, attack.act(folder, view, chance));
}

async function judge(folder: string, log: HonestLog, expected: number): Promise<string | undefined> {
	const honest = `${folder}.honest`;
	use(log.file, (database) => writeFolder(honest, database));
	const { fault } = (await load()).verifyFolder(folder, key, [honest]);
	for (const one of [folder, honest]) rmSync(one, { recursive: true });
	const index = fault?.index ?? Infinity;
	return index === expected && fault?.before === undefined
		? undefined
		: `expected ${expected} of ${log.size}, answered ${index} ${fault?.before ?? ''} ${fault?.problem}`;
}
