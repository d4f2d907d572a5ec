/** Entries of the audit log and their leaves. Anything that could name a person is only committed to in the leaf. */
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { TroupeError } from '../base/errors';
import { drawRandomBytes } from '../base/random-bytes';
import { checkEntryBytes } from './entry-bundle';

export interface AuditSubject {
	kind: 'subject' | 'conversation';
	id: string;
}

export interface AuditPart {
	/** Such as `user`, `agent` or `policy`. */
	kind: string;
	/** SHA-256 of the content. */
	hash?: string;
	/** Name or further facts: a JSON value. */
	value?: unknown;
	/** The person or conversation that the value belongs to. Without one, the value is in the leaf for ever. */
	subject?: AuditSubject;
}

export interface AuditEntry {
	tenant: string;
	/** Milliseconds since the epoch. */
	at: number;
	/** Such as `agent.executed` or `api_key.created`. */
	action: string;
	outcome: string;
	who: AuditPart;
	object?: AuditPart;
	details?: AuditPart;
}

export interface CommittedValue {
	part: PartName;
	/** SHA-256 of salt and value, base64. */
	commitment: string;
	subject: AuditSubject;
	/** Salt and value, for `openCommitment`. */
	text: string;
}

export interface AuditLeaf {
	id: string;
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

export const createEntryId = (at: number): string => writeTime(at) + drawRandomBytes(idBytes - timeBytes).toString('hex');

/** Creates the leaf of an entry, with members ordered by name, as RFC 8785 demands. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export function createLeaf(entry: AuditEntry): AuditLeaf {
	checkNames(entry);
	const committed: CommittedValue[] = [];
	const describe = (name: PartName) => {
		const part = entry[name];
		return part ? `"${name}":${describePart(name, part, committed)},` : '';
	};
	const id = createEntryId(entry.at);
	const begin = `{"action":"${entry.action}","at":"${new Date(entry.at).toISOString()}",${describe('details')}"id":"${id}",`;
	const end = `${describe('object')}"outcome":${JSON.stringify(entry.outcome)},"v":1,"who":${describePart('who', entry.who, committed)}}`;
	const text = begin + end;
	checkEntryBytes(Buffer.byteLength(text));
	return { id, text, committed };
}

/** Ids begin with the entry's time, the order of storage and removal. @returns the first one of a millisecond */
export const smallestId = (at: number): Buffer => Buffer.from(writeTime(at).padEnd(2 * idBytes, '0'), 'hex');

const latestTime = 2 ** (8 * timeBytes) - 1;
const writeTime = (at: number): string =>
	Math.min(Math.max(0, Math.floor(at)), latestTime)
		.toString(16)
		.padStart(2 * timeBytes, '0');

function describePart(name: PartName, { kind, hash: contentHash, value, subject }: AuditPart, committed: CommittedValue[]): string {
	const hashed = contentHash === undefined ? '' : `"hash":${JSON.stringify(contentHash)},`;
	const named = `{${hashed}"kind":${JSON.stringify(kind)}`;
	if (value === undefined) return `${named}}`;
	const canonical = toCanonical(value);
	if (subject === undefined) return `${named},"value":${canonical}}`;
	// Without a salt, a hash would reveal a value with few possibilities, such as a phone number.
	const salt = drawRandomBytes(saltBytes);
	const commitment = commit(salt, canonical);
	committed.push({ part: name, commitment, subject, text: `${salt.toString('base64')} ${canonical}` });
	return `${named},"sha256":"${commitment}"}`;
}

/** Returns the sealed value; undefined if the leaf does not commit to it. */
export function openCommitment(text: string, commitment: string): { value: unknown } | undefined {
	const end = text.indexOf(' ');
	const salt = Buffer.from(text.slice(0, Math.max(end, 0)), 'base64');
	const canonical = text.slice(end + 1);
	if (salt.length !== saltBytes || commit(salt, canonical) !== commitment) return undefined;
	return { value: JSON.parse(canonical) };
}

/** A UTF-16 code unit takes at most three bytes. */
const bytesOfUnit = 3;
/** Short values are hashed here: allocating takes as long as hashing. */
const shared = Buffer.alloc(1_024);

function commit(salt: Buffer, canonical: string): string {
	const bytes = saltBytes + bytesOfUnit * canonical.length;
	const salted = bytes <= shared.length ? shared : Buffer.alloc(bytes);
	salted.set(salt);
	return hash('sha256', salted.subarray(0, saltBytes + salted.write(canonical, saltBytes)), 'base64');
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

const isName = (name: string): boolean => name !== '' && name.length <= maxNameCharacters;

function checkNames({ action, outcome, at, who, object, details }: AuditEntry): void {
	const isRight =
		actionName.test(action) &&
		Number.isSafeInteger(at) &&
		Math.abs(at) <= 8.64e15 &&
		isName(outcome) &&
		isName(who.kind) &&
		(!object || isName(object.kind)) &&
		(!details || isName(details.kind));
	if (isRight) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `An audit entry has an invalid action, time, outcome or kind: ${JSON.stringify(action.slice(0, 60))}.`,
		fix: 'Use an action such as "agent.executed", a time in milliseconds, and short names.',
	});
}
