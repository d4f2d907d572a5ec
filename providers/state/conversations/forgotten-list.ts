import { randomUUID } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';
import { isTroupeError } from '../../../core/base/errors';
import { storageFault } from '../../database/storage-fault';

/** Keyed hashes of forgotten subjects, meaningless without the host's key. */
export interface ForgottenNames {
	tenant: string;
	persons: string[];
	conversations: string[];
	isWhole?: true;
}

export interface ForgottenEntry extends ForgottenNames {
	id: string;
	/** ISO 8601. */
	at: string;
	isDone: boolean;
}

type Line = ({ forget: string; at: string } & ForgottenNames) | { done: string };

export const forgottenFileName = 'forgotten.jsonl';

/** Append-only list of forgotten persons and conversations, so that a restored backup cannot bring them back. */
export class ForgottenList {
	constructor(private readonly file: string) {}

	/** Records names before and after removal. @throws TroupeError STORAGE_*, and as `remove` does */
	async during<Result>(names: ForgottenNames, remove: () => Promise<Result>): Promise<Result> {
		const id = randomUUID();
		await this.#add({ forget: id, at: new Date().toISOString(), ...names });
		const removed = await remove();
		await this.#add({ done: id });
		return removed;
	}

	/** Reads all entries, oldest first; none without a file. @throws TroupeError STORAGE_* */
	async read(): Promise<ForgottenEntry[]> {
		return this.#guarded(async () => {
			const text = await readFile(this.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
				if (error.code === 'ENOENT') return '';
				throw error;
			});
			return parseForgotten(text);
		});
	}

	async addAll(entries: ForgottenEntry[]): Promise<void> {
		for (const { id, at, tenant, persons, conversations, isWhole, isDone } of entries) {
			await this.#add({ forget: id, at, tenant, persons, conversations, ...(isWhole && { isWhole }) });
			if (isDone) await this.#add({ done: id });
		}
	}

	/** Starts each entry on a new line: a killed process can leave half a line. */
	async #add(line: Line): Promise<void> {
		await this.#guarded(async () => {
			createFolder(dirname(this.file), 0o700);
			const handle = await open(this.file, 'a', 0o600);
			try {
				await handle.appendFile(`\n${JSON.stringify(line)}\n`);
				await handle.sync();
			} finally {
				await handle.close();
			}
		});
	}

	async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
		try {
			return await work();
		} catch (cause) {
			throw isTroupeError(cause) ? cause : storageFault({ file: this.file, what: 'The list of forgotten persons' }, 'used', cause);
		}
	}
}

export function parseForgotten(text: string): ForgottenEntry[] {
	const entries = new Map<string, ForgottenEntry>();
	for (const part of text.split('\n')) {
		const line = parseLine(part);
		if (line === undefined) continue;
		if ('forget' in line) {
			const { forget: id, ...rest } = line;
			entries.set(id, { id, isDone: false, ...rest });
		} else {
			const entry = entries.get(line.done);
			if (entry) entry.isDone = true;
		}
	}
	return [...entries.values()];
}

/** Allows one search pass per tenant. */
export function joinByTenant(entries: readonly ForgottenNames[]): ForgottenNames[] {
	const joined = new Map<string, { persons: Set<string>; conversations: Set<string>; isWhole?: true }>();
	for (const { tenant, persons, conversations, isWhole } of entries) {
		const names = joined.get(tenant) ?? { persons: new Set(), conversations: new Set() };
		for (const hash of persons) names.persons.add(hash);
		for (const hash of conversations) names.conversations.add(hash);
		joined.set(tenant, { ...names, ...(isWhole && { isWhole }) });
	}
	return [...joined].map(([tenant, { persons, conversations, ...more }]) => ({
		tenant,
		persons: [...persons],
		conversations: [...conversations],
		...more,
	}));
}

/** Undefined for a killed process's half line: its removal had not begun, nor was it acknowledged. */
function parseLine(text: string): Line | undefined {
	try {
		return text === '' ? undefined : (JSON.parse(text) as Line);
	} catch {
		return undefined;
	}
}
