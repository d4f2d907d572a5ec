/** Entries of the audit log, and the leaves that they become. What could name a person is in the leaf as a commitment alone. */
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { TroupeError } from '../base/errors';
import { checkEntry } from './entry-bundle';

/** A person or a conversation, whose key seals what could name them. */
export interface AuditSubject {
	kind: 'subject' | 'conversation';
	id: string;
}

export interface AuditPart {
	/** The kind of thing, such as `user`, `agent` or `policy`. */
	kind: string;
	/** The SHA-256 of its content. */
	hash?: string;
	/** Its name, or what else is to be known: a value of JSON. */
	value?: unknown;
	/** The person or conversation whose data the value is. Without one, the value is in the leaf for ever. */
	subject?: AuditSubject;
}

export interface AuditEntry {
	tenant: string;
	/** Milliseconds since the epoch. */
	at: number;
	/** A name of the field, such as `agent.executed` or `api_key.created`. */
	action: string;
	outcome: string;
	who: AuditPart;
	object?: AuditPart;
	details?: AuditPart;
}

/** A value that the leaf commits to, and that is stored sealed beside it. */
export interface CommittedValue {
	/** The part of the entry that it is the value of. */
	part: PartName;
	/** The SHA-256 of salt and value, base64. */
	commitment: string;
	subject: AuditSubject;
	/** Salt and value, as `openCommitment` reads them. */
	text: string;
}

export interface AuditLeaf {
	/** The id of the entry. */
	id: Buffer;
	/** Canonical JSON: RFC 8785. */
	text: string;
	committed: CommittedValue[];
}

const saltBytes = 32;
const maxNameCharacters = 200;
const actionName = /^[a-z][a-z\d_]{0,62}(?:\.[a-z][a-z\d_]{0,62}){1,3}$/;
const idBytes = 16;
const timeBytes = 6;
export type PartName = 'details' | 'object' | 'who';

/**
 * Makes the leaf of an entry.
 * @param random returns random bytes. A value with few possibilities, such as a phone number, could be found by its hash without a salt
 * @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
export function createLeaf(entry: AuditEntry, random: (bytes: number) => Buffer): AuditLeaf {
	checkNames(entry);
	const committed: CommittedValue[] = [];
	const describe = (name: PartName) => {
		const part = entry[name];
		return part && describePart(name, part, { random, committed });
	};
	const id = Buffer.concat([smallestId(entry.at).subarray(0, timeBytes), random(idBytes - timeBytes)]);
	const text = toObject([
		['action', JSON.stringify(entry.action)],
		['at', JSON.stringify(new Date(entry.at).toISOString())],
		['details', describe('details')],
		['id', `"${id.toString('hex')}"`],
		['object', describe('object')],
		['outcome', JSON.stringify(entry.outcome)],
		['v', '1'],
		['who', describe('who')],
	]);
	checkEntry(Buffer.from(text));
	return { id, text, committed };
}

/** Ids begin with the time of their entry, so that they are stored, and removed, in its order. @returns the first one of a millisecond */
export function smallestId(at: number): Buffer {
	const id = Buffer.alloc(idBytes);
	id.writeUIntBE(Math.min(Math.max(0, Math.floor(at)), 2 ** (8 * timeBytes) - 1), 0, timeBytes);
	return id;
}

interface Commitments {
	random: (bytes: number) => Buffer;
	committed: CommittedValue[];
}

function describePart(name: PartName, { kind, hash: contentHash, value, subject }: AuditPart, { random, committed }: Commitments): string {
	const described = (sha256: string | undefined, plain: string | undefined) =>
		toObject([
			['hash', contentHash === undefined ? undefined : JSON.stringify(contentHash)],
			['kind', JSON.stringify(kind)],
			['sha256', sha256],
			['value', plain],
		]);
	if (value === undefined) return described(undefined, undefined);
	const canonical = toCanonical(value);
	if (subject === undefined) return described(undefined, canonical);
	const salt = random(saltBytes);
	const commitment = commit(salt, canonical);
	committed.push({ part: name, commitment, subject, text: `${salt.toString('base64')} ${canonical}` });
	return described(`"${commitment}"`, undefined);
}

/** Returns the value of a sealed text; undefined if it is not what the leaf commits to. */
export function openCommitment(text: string, commitment: string): { value: unknown } | undefined {
	const end = text.indexOf(' ');
	const salt = Buffer.from(text.slice(0, Math.max(end, 0)), 'base64');
	const canonical = text.slice(end + 1);
	if (salt.length !== saltBytes || commit(salt, canonical) !== commitment) return undefined;
	return { value: JSON.parse(canonical) };
}

const commit = (salt: Buffer, canonical: string): string => hash('sha256', Buffer.concat([salt, Buffer.from(canonical)]), 'base64');

/** Writes the members that are there. They are in the order of their names, as RFC 8785 demands. */
function toObject(members: ReadonlyArray<readonly [name: string, text: string | undefined]>): string {
	let text = '';
	for (const [name, value] of members) if (value !== undefined) text += `${text === '' ? '{' : ','}"${name}":${value}`;
	return `${text}}`;
}

function toCanonical(value: unknown): string {
	const text = typeof value === 'string' ? JSON.stringify(value) : canonicalize(value);
	if (text !== undefined) return text;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'A value of an audit entry is not a value of JSON.',
		fix: 'Use texts, numbers, true, false, null, lists and objects.',
	});
}

function checkNames({ action, outcome, at, who, object, details }: AuditEntry): void {
	const kinds = [who, object, details].flatMap((part) => (part ? [part.kind] : []));
	const isRight =
		actionName.test(action) &&
		Number.isSafeInteger(at) &&
		Math.abs(at) <= 8.64e15 &&
		[outcome, ...kinds].every((name) => name !== '' && name.length <= maxNameCharacters);
	if (isRight) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `An audit entry has an invalid action, time, outcome or kind: ${JSON.stringify(action.slice(0, 60))}.`,
		fix: 'Use an action such as "agent.executed", a time in milliseconds, and short names.',
	});
}
