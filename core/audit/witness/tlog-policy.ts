/** Reads a C2SP tlog-policy: required witnesses, and known logs. */
import { isTroupeError, TroupeError } from '../../base/errors';
import { parseVerifierKey, type VerifierKey } from '../note-key';

const maxBytes = 1_000_000;
/** C2SP recommends at least 32. */
const maxOfKind = 1_000;

interface PolicyLog {
	key: VerifierKey;
	url?: string;
}

export interface PolicyWitness extends PolicyLog {
	name: string;
}

interface Group {
	needed: number;
	members: string[];
}

export interface TlogPolicy {
	logs: PolicyLog[];
	witnesses: PolicyWitness[];
	/** The required witness or group; `none` for no one, undefined in a file without that line. */
	quorum?: string;
	groups: ReadonlyMap<string, Group>;
}

/** @param what names the file in errors @throws TroupeError INPUT_INVALID, which names the line; INPUT_TOO_LARGE */
export function parseTlogPolicy(text: string, what: string): TlogPolicy {
	if (Buffer.byteLength(text) > maxBytes) throw refuse('INPUT_TOO_LARGE', `${what} has more than ${maxBytes} bytes.`);
	const reader = new PolicyReader();
	for (const [index, line] of text.split('\n').entries()) {
		const problem = Array.from(line).some(isControl) ? 'has a control character' : readLine(reader, line);
		if (problem !== undefined) throw refuse('INPUT_INVALID', `Line ${index + 1} of ${what} ${problem}.`);
	}
	return reader.policy;
}

const isControl = (character: string): boolean => (character < ' ' && character !== '\t') || character === '\u007f';

export function isQuorum({ quorum, groups, witnesses }: TlogPolicy, cosigned: readonly VerifierKey[]): boolean {
	const hasCosigned = (name: string): boolean => {
		const group = groups.get(name);
		if (group) return group.members.filter(hasCosigned).length >= group.needed;
		const witness = witnesses.find((one) => one.name === name);
		return witness !== undefined && cosigned.some((key) => isSameKey(key, witness.key));
	};
	return quorum !== undefined && (quorum === 'none' || hasCosigned(quorum));
}

const isSameKey = (one: VerifierKey, other: VerifierKey): boolean => one.name === other.name && one.id === other.id;

const refuse = (code: 'INPUT_INVALID' | 'INPUT_TOO_LARGE', message: string) =>
	new TroupeError({ code, message, fix: 'Correct the file: it has the format https://c2sp.org/tlog-policy.' });

/** @returns what is wrong with the line */
function readLine(reader: PolicyReader, line: string): string | undefined {
	const [kind, ...words] = line.split(/[ \t]+/).filter(Boolean);
	if (kind === undefined || kind.startsWith('#')) return undefined;
	if (kind === 'log') return reader.addLog(words);
	if (kind === 'witness') return reader.addWitness(words);
	if (kind === 'group') return reader.addGroup(words);
	if (kind === 'quorum') return reader.setQuorum(words);
	return 'does not begin with log, witness, group or quorum';
}

class PolicyReader {
	readonly #groups = new Map<string, Group>();
	readonly #members = new Set<string>();
	readonly policy: TlogPolicy = { logs: [], witnesses: [], groups: this.#groups };

	addLog([text, url, ...more]: string[]): string | undefined {
		const { logs } = this.policy;
		if (text === undefined || more.length > 0) return 'is not "log KEY [URL]"';
		return readKey(text, 'note', logs, (key) => logs.push({ key, ...(url !== undefined && { url }) }));
	}

	addWitness([name, text, url, ...more]: string[]): string | undefined {
		const { witnesses } = this.policy;
		if (name === undefined || text === undefined || more.length > 0) return 'is not "witness NAME KEY [URL]"';
		if (this.#isTaken(name)) return `defines the name ${name} again`;
		return readKey(text, 'cosignature', witnesses, (key) => witnesses.push({ name, key, ...(url !== undefined && { url }) }));
	}

	addGroup([name, count, ...members]: string[]): string | undefined {
		if (name === undefined || count === undefined || members.length === 0) return 'is not "group NAME all|any|NUMBER NAME…"';
		if (this.#isTaken(name)) return `defines the name ${name} again`;
		const unknown = members.find((member) => member === 'none' || !this.#isTaken(member));
		if (unknown !== undefined) return `has the member ${unknown}, which no line before defines`;
		const again = members.find((member, place) => this.#members.has(member) || members.indexOf(member) < place);
		if (again !== undefined) return `has the member ${again}, which is a member already`;
		const needed = count === 'all' ? members.length : count === 'any' ? 1 : /^[1-9]\d{0,3}$/.test(count) ? Number(count) : 0;
		if (needed < 1 || needed > members.length) return `needs "all", "any" or a number from 1 to ${members.length}`;
		if (this.#groups.size >= maxOfKind) return `is one of more than ${maxOfKind} groups`;
		for (const member of members) this.#members.add(member);
		this.#groups.set(name, { needed, members });
		return undefined;
	}

	setQuorum([name, ...more]: string[]): string | undefined {
		if (name === undefined || more.length > 0) return 'is not "quorum NAME"';
		if (this.policy.quorum !== undefined) return 'is a second quorum';
		if (!this.#isTaken(name)) return `names ${name}, which no line before defines`;
		this.policy.quorum = name;
		return undefined;
	}

	#isTaken(name: string): boolean {
		return name === 'none' || this.#groups.has(name) || this.policy.witnesses.some((one) => one.name === name);
	}
}

function readKey(
	text: string,
	type: VerifierKey['type'],
	others: readonly PolicyLog[],
	add: (key: VerifierKey) => void,
): string | undefined {
	try {
		const key = parseVerifierKey(text);
		if (key.type !== type)
			return type === 'note' ? 'has the key of a witness, expected that of a log' : 'has the key of a log, expected that of a witness';
		if (others.some((one) => one.key.publicKey.equals(key.publicKey))) return 'has the key of another line';
		if (others.length >= maxOfKind) return `is one of more than ${maxOfKind} keys`;
		add(key);
		return undefined;
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return `has an invalid key. ${error.message.replace(/\.$/, '')}`;
	}
}
