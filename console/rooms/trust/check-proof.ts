/** Result of checking a c2sp.org/tlog-proof@v1 file in the browser, without the service. */
export interface CheckedProof {
	/** Undefined if the proof holds. */
	problem?: 'unreadable' | 'other-root' | 'other-key' | 'no-crypto';
	/** Number of log entries under the signed checkpoint. */
	size?: number;
	leaf?: string;
}

const header = 'c2sp.org/tlog-proof@v1';
/** C2SP's signed-note: the algorithm byte of Ed25519, and the lengths of its parts. */
const ed25519 = 1;
const keyBytes = 32;
const hashBytes = 4;

/**
 * Checks that an entry is in a log. @param file the proof, whose extra data is the leaf @param key of C2SP: `name+hash+base64`, stored elsewhere or
 * from the service
 */
export async function checkProof(file: string, key: string): Promise<CheckedProof> {
	const proof = parse(file);
	const signer = parseKey(key);
	if (!proof || !signer) return { problem: 'unreadable' };
	if (globalThis.crypto?.subtle === undefined) return { problem: 'no-crypto' };
	const { leaf, index, hashes, note, signatures, root, size } = proof;
	const told = { size: Number(size), leaf: new TextDecoder().decode(leaf) };
	const computed = await climb(await sha256(Uint8Array.of(0), leaf), index, size, hashes);
	if (computed === undefined || !isSame(computed, root)) return { ...told, problem: 'other-root' };
	for (const signature of signatures.filter(({ name }) => name === signer.name))
		if (isSame(signature.bytes.slice(0, hashBytes), signer.hash) && (await verify(signer.key, signature.bytes.slice(hashBytes), note)))
			return told;
	return { ...told, problem: 'other-key' };
}

function parse(file: string) {
	const [head = '', note = '', signed = ''] = splitFile(file);
	const [first, ...lines] = head.split('\n');
	const [origin, size, root] = note.split('\n');
	const extra = lines[0]?.startsWith('extra ') ? lines.shift()!.slice('extra '.length) : undefined;
	const index = /^index (\d{1,15})$/.exec(lines.shift() ?? '')?.[1];
	const leaf = decode(extra);
	const rootHash = decode(root);
	const hashes = lines.map(decode);
	if (first !== header || !origin || !leaf || index === undefined || !rootHash || !/^\d{1,15}$/.test(size ?? '')) return undefined;
	if (hashes.some((hash) => hash?.length !== keyBytes)) return undefined;
	return {
		leaf,
		index: BigInt(index),
		size: BigInt(size!),
		root: rootHash,
		hashes: hashes as Uint8Array<ArrayBuffer>[],
		note: new TextEncoder().encode(`${note}\n`),
		signatures: signed.split('\n').flatMap((line) => {
			const [, name, text] = /^— (\S+) (\S+)$/.exec(line) ?? [];
			const bytes = decode(text);
			return name !== undefined && bytes ? [{ name, bytes }] : [];
		}),
	};
}

const splitFile = (file: string): string[] => file.split('\n\n');

function parseKey(key: string) {
	const [, name, hash, text] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(key.trim()) ?? [];
	const bytes = decode(text);
	if (name === undefined || bytes?.length !== keyBytes + 1 || bytes[0] !== ed25519) return undefined;
	return { name, hash: Uint8Array.from(hash!.match(/../g)!, (pair) => parseInt(pair, 16)), key: bytes.slice(1) };
}

/** RFC 9162, section 2.1.3.2. @returns undefined for a wrong number of hashes */
async function climb(leafHash: Uint8Array<ArrayBuffer>, index: bigint, size: bigint, hashes: Uint8Array<ArrayBuffer>[]) {
	if (index >= size) return undefined;
	let node = index;
	let last = size - 1n;
	let hash = leafHash;
	for (const sibling of hashes) {
		if (last === 0n) return undefined;
		if ((node & 1n) === 1n || node === last) {
			hash = await sha256(Uint8Array.of(1), sibling, hash);
			while ((node & 1n) === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
		} else hash = await sha256(Uint8Array.of(1), hash, sibling);
		[node, last] = [node >> 1n, last >> 1n];
	}
	return last === 0n ? hash : undefined;
}

async function verify(key: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>, note: Uint8Array<ArrayBuffer>): Promise<boolean> {
	const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
	return crypto.subtle.verify('Ed25519', imported, signature, note);
}

async function sha256(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer()));
}

const isSame = (one: Uint8Array, other: Uint8Array) => one.length === other.length && one.every((byte, place) => byte === other[place]);

function decode(text: string | undefined): Uint8Array<ArrayBuffer> | undefined {
	if (text === undefined || !/^[A-Za-z\d+/]+={0,2}$/.test(text)) return undefined;
	try {
		const binary = atob(text);
		// Unused bits would let two texts mean the same bytes.
		return btoa(binary) === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : undefined;
	} catch {
		return undefined;
	}
}
