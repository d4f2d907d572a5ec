#!/usr/bin/env node
// Verifies an audit log that `troupe audit tiles` wrote, or a receipt (.tlog-proof), without Troupe: one file without dependencies, for Node 22.
// Formats: c2sp.org/tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature and tlog-proof; RFC 6962.
import { createPublicKey, hash, verify } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

const usage = `Usage: verify-audit-log.mjs FOLDER|FILE.tlog-proof --key KEY [--older FOLDER|CHECKPOINT]... [--witness KEY]... [--witnesses N] [--json]
  Keys are NAME+ID+KEY; "troupe audit checkpoint --key" prints that of the log. --older are exports and checkpoints that you kept. N witnesses
  have to have cosigned; default: all. Exit code 0: all is right. 1: something is wrong. 2: wrong use.`;

const hashBytes = 32;
const tileWidth = 256;
const maxSkewMs = 5 * 60_000;
const maxFileBytes = 256 * (2 + 65_535);
const none = Buffer.alloc(0);
const sha256 = (...parts) => hash('sha256', Buffer.concat(parts), 'buffer');
const hashLeaf = (entry) => sha256(Buffer.of(0), entry);
const hashNode = (left, right) => sha256(Buffer.of(1), left, right);
const at = (hashes, index) => hashes.subarray(index * hashBytes, (index + 1) * hashBytes);
const count = (hashes) => Math.floor(hashes.length / hashBytes);
const countOf = (size, level) => Math.floor(size / tileWidth ** level);
const tileOf = (hashes, index) => hashes.subarray(index * tileWidth * hashBytes, (index + 1) * tileWidth * hashBytes);

/** Returns the root of a perfect tree. */
function fold(hashes) {
	let row = hashes;
	while (row.length > hashBytes)
		row = Buffer.concat(Array.from({ length: count(row) / 2 }, (_, place) => hashNode(at(row, 2 * place), at(row, 2 * place + 1))));
	return row;
}

/** Returns the root, by the hashes of a level and of lower levels that fill no tile. */
function rootOf(levels, top = levels.length - 1) {
	const perfect = [];
	for (let level = top; level >= 0; level -= 1) {
		const hashes = levels[level] ?? none;
		let first = level === top ? 0 : count(hashes) - (count(hashes) % tileWidth);
		for (let part; first < count(hashes); first += part) {
			part = 2 ** Math.floor(Math.log2(count(hashes) - first));
			perfect.push(fold(hashes.subarray(first * hashBytes, (first + part) * hashBytes)));
		}
	}
	return perfect.reduceRight((right, left) => (right ? hashNode(left, right) : left), undefined) ?? hash('sha256', '', 'buffer');
}

/** Returns the levels of tiles over leaf hashes. */
function buildLevels(leaves) {
	const levels = [leaves];
	for (let below = leaves; count(below) >= tileWidth; below = levels.at(-1))
		levels.push(Buffer.concat(Array.from({ length: Math.floor(count(below) / tileWidth) }, (_, tile) => fold(tileOf(below, tile)))));
	return levels;
}

/** RFC 9162, 2.1.3.2. */
function rootOfProof(index, size, leafHash, proof) {
	let place = index;
	let last = size - 1n;
	let root = leafHash;
	for (const sibling of proof) {
		if (last === 0n) return undefined;
		if (place % 2n === 1n || place === last) {
			root = hashNode(sibling, root);
			while (place % 2n === 0n && place !== 0n) [place, last] = [place / 2n, last / 2n];
		} else root = hashNode(root, sibling);
		[place, last] = [place / 2n, last / 2n];
	}
	return last === 0n ? root : undefined;
}

/** @param type 1 for a log, 4 for a witness */
function parseKey(text, type = 1) {
	const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
	const bytes = Buffer.from(encoded ?? '', 'base64');
	const isRight = bytes.length === 33 && bytes[0] === type && sha256(Buffer.from(`${name}\n`), bytes).toString('hex', 0, 4) === id;
	if (!isRight)
		throw new Error(`${type === 1 ? '--key is not the key of a log' : '--witness is not that of a witness'}: NAME+ID+KEY, Ed25519.`);
	const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]);
	return { name, id, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** Reads a checkpoint that the key signed, and whether enough witnesses cosigned it; undefined for any other text. */
function readCheckpoint(bytes, key, { keys = [], needed = keys.length } = {}) {
	const end = bytes.lastIndexOf('\n\n');
	const body = bytes.subarray(0, end + 1);
	const [origin, size, root, ...rest] = body.toString().split('\n');
	const lines = [...bytes.toString('utf8', end + 2).matchAll(/^— (\S+) (\S+)$/gm)].map(([, by, text]) => [by, Buffer.from(text, 'base64')]);
	const isSigned = ({ name, id, publicKey }, textOf, from = 4) => {
		const own = lines.filter(([by, one]) => by === name && one.toString('hex', 0, 4) === id);
		return own.length > 0 && own.every(([, one]) => one.length === from + 64 && verify(null, textOf(one), publicKey, one.subarray(from)));
	};
	const cosigned = (one) => Buffer.concat([Buffer.from(`cosignature/v1\ntime ${one.readBigUInt64BE(4)}\n`), body]);
	// A cosignature does not name its witness: a key counts once.
	const by = new Set(keys.filter((one) => isSigned(one, cosigned, 12)).map(({ publicKey }) => publicKey.export({ format: 'jwk' }).x));
	const isForm = /^(?:0|[1-9]\d{0,15})$/.test(size) && Buffer.from(root, 'base64').length === hashBytes && rest.at(-1) === '';
	if (!isForm || origin !== key.name || !isSigned(key, () => body)) return undefined;
	return { size: Number(size), root: Buffer.from(root, 'base64'), isWitnessed: by.size >= needed };
}

function formatPath(level, index) {
	const digits = String(index);
	const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g);
	return `tile/${level}/${groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join('/')}`;
}

/** Returns the bytes of a file; none for a missing or too large one. */
function readSmall(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	return stat?.isFile() && stat.size <= maxFileBytes ? readFileSync(path) : none;
}

/** Returns the tile or bundle of a log of that size: the whole one, else the largest part. */
function readTile(folder, level, index, width) {
	const path = join(folder, formatPath(level, index));
	const parts = statSync(`${path}.p`, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(`${path}.p`).map(Number) : [];
	const others = parts.filter((part) => part > 0 && part < tileWidth).sort((one, other) => other - one);
	const files = [`${path}.p/${width}`, path, ...others.map((part) => `${path}.p/${part}`)].map(readSmall);
	return files.find((content) => content.length > 0) ?? none;
}

function readHashes(folder, level, size) {
	const tiles = [];
	for (let left = countOf(size, level), index = 0; left > 0; index += 1, left -= tileWidth) {
		const width = Math.min(left, tileWidth);
		// Missing hashes are other hashes: the places after them stay.
		tiles.push(Buffer.concat([readTile(folder, level, index, width), Buffer.alloc(width * hashBytes)]).subarray(0, width * hashBytes));
	}
	return Buffer.concat(tiles);
}

function splitBundle(bundle) {
	const entries = [];
	for (let from = 0, to; from + 2 <= bundle.length && (to = from + 2 + bundle.readUInt16BE(from)) <= bundle.length; from = to)
		entries.push(bundle.subarray(from + 2, to));
	return entries;
}

/** Reads entries until one is missing. @returns their hashes, and the first whose time is too early */
function readEntries(folder, size) {
	const hashes = [];
	let latest = -Infinity;
	let early = undefined;
	for (let index = 0; hashes.length < size; index += 1) {
		const width = Math.min(tileWidth, size - hashes.length);
		const entries = splitBundle(readTile(folder, 'entries', index, width)).slice(0, width);
		for (const entry of entries) {
			const time = readTime(entry);
			if (time < latest - maxSkewMs) early ??= hashes.length;
			latest = Math.max(latest, Number.isNaN(time) ? latest : time);
			hashes.push(hashLeaf(entry));
		}
		if (entries.length < width) break;
	}
	return { leaves: Buffer.concat(hashes), early };
}

/** Returns the time of an entry as Troupe writes it; NaN in logs of others. */
const readTime = (entry) => Date.parse(/^\{"action":"[^"]*","at":"([^"]*)"/.exec(entry.toString())?.[1]);

const listFiles = (folder) =>
	readdirSync(join(folder, 'tile'), { recursive: true, withFileTypes: true })
		.filter((file) => file.isFile())
		.map(({ name, parentPath }) => join(parentPath, name).slice(join(folder, '/').length).replaceAll('\\', '/'));

/** Verifies an export. A fault has the first bad index; where no kept hash tells it, the index is at least this and below `before`. */
export function verifyFolder(folder, keyText, older = [], witnesses = undefined) {
	const key = parseKey(keyText);
	const signed = readCheckpoint(readSmall(join(folder, 'checkpoint')), key, witnesses);
	const kept = older.map((place) => readKept(place, key));
	const { leaves, early } = readEntries(folder, signed?.size ?? Infinity);
	const size = signed?.size ?? count(leaves);
	const levels = buildLevels(leaves);
	const isProven = signed !== undefined && count(leaves) === size && rootOf(levels).equals(signed.root);
	const faults = [compareKept(kept, leaves, size, isProven), early !== undefined && { index: early, problem: 'clock' }];
	const agreed = Math.max(0, ...kept.map(({ leaves: own = none }) => countEqual(own, leaves)));
	if (isProven) faults.push(...compareFiles(folder, levels, size));
	else if (signed) faults.push(narrow(folder, levels, signed, agreed));
	else faults.push({ index: agreed, problem: 'checkpoint' });
	if (signed?.isWitnessed === false) faults.push({ index: size, problem: 'witnesses' });
	const [fault] = faults.filter(Boolean).sort((one, other) => one.index - other.index || (one.before ?? 0) - (other.before ?? 0));
	if (fault?.before <= fault?.index + 1) delete fault.before;
	return { entries: count(leaves), ...(fault && { fault }) };
}

function countEqual(own, leaves) {
	const known = Math.min(count(own), count(leaves));
	for (let index = 0; index < known; index += 1) if (!at(own, index).equals(at(leaves, index))) return index;
	return known;
}

function readKept(place, key) {
	const isFolder = statSync(place).isDirectory();
	const checkpoint = readCheckpoint(readSmall(isFolder ? join(place, 'checkpoint') : place), key);
	if (!checkpoint) throw new Error(`${place} is not a checkpoint, or an export, of this log.`);
	if (!isFolder) return checkpoint;
	const { leaves } = readEntries(place, checkpoint.size);
	if (!rootOf(buildLevels(leaves)).equals(checkpoint.root)) throw new Error(`${place} is damaged itself. Verify it alone.`);
	return { ...checkpoint, leaves };
}

function compareKept(kept, leaves, size, isProven) {
	for (const { size: keptSize, root, leaves: own = none } of kept) {
		const index = countEqual(own, leaves);
		if (index < Math.min(count(own), count(leaves))) return { index, problem: isProven ? 'forked' : 'changed' };
		if (keptSize > size) return { index: size, problem: 'removed' };
		if (isProven && !rootOf(buildLevels(leaves.subarray(0, keptSize * hashBytes))).equals(root))
			return { index: 0, before: keptSize, problem: 'forked' };
	}
	return undefined;
}

/** Compares every tile, and every other file, with the entries, which are right. */
function compareFiles(folder, levels, size) {
	const tiles = levels.map((hashes, level) => {
		const place = countEqual(hashes, readHashes(folder, level, size));
		return place < count(hashes) ? { index: place * tileWidth ** level, problem: 'tile' } : undefined;
	});
	return [...tiles, ...listFiles(folder).map((path) => compareFile(folder, path, levels, size))];
}

function compareFile(folder, path, levels, size) {
	const [, level, name, part] = /^tile\/(entries|[0-7])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d*))?$/.exec(path) ?? [];
	if (level === undefined) return { index: size, problem: 'added' };
	const height = level === 'entries' ? 0 : Number(level);
	const from = Number(name.replace(/[x/]/g, '')) * tileWidth;
	const content = readSmall(join(folder, path));
	const hashes = level === 'entries' ? Buffer.concat(splitBundle(content).map(hashLeaf)) : content;
	const width = Math.max(Number(part ?? tileWidth), Math.ceil(hashes.length / hashBytes));
	for (let place = 0; place < width; place += 1) {
		const index = from + place;
		const known = count(levels[height] ?? none);
		if (index >= known) return { index: Math.max(size, index * tileWidth ** height), problem: 'added' };
		if (!at(hashes, place).equals(at(levels[height], index)))
			return { index: index * tileWidth ** height, problem: level === 'entries' ? 'changed' : 'tile' };
	}
	return undefined;
}

/** Finds the first bad entry by the stored hashes that the signed root proves, from the lowest level that it proves downwards. */
function narrow(folder, levels, { size, root }, agreed) {
	const stored = [];
	for (let level = 0; countOf(size, level) > 0; level += 1) stored.push(readHashes(folder, level, size));
	const top = stored.findIndex((_, level) => rootOf(stored, level).equals(root));
	const known = count(levels[0]);
	const [from, to] = top < 0 ? [0, size] : locate(stored, levels, top);
	const index = Math.min(Math.max(from, agreed), known);
	return { index, before: Math.min(to, known + 1), problem: index === known ? 'removed' : 'changed' };
}

function locate(stored, levels, top) {
	for (let level = top; level >= 0; level -= 1) {
		const all = count(stored[level]);
		const from = level === top ? 0 : all - (all % tileWidth);
		let place = from + countEqual(stored[level].subarray(from * hashBytes), (levels[level] ?? none).subarray(from * hashBytes));
		if (place === all) continue;
		for (let height = level; ; height -= 1) {
			const span = tileWidth ** height;
			const tile = height > 0 && tileOf(stored[height - 1], place);
			if (!tile || !fold(tile).equals(at(stored[height], place))) return [place * span, (place + 1) * span];
			place = place * tileWidth + countEqual(tile, tileOf(levels[height - 1] ?? none, place));
		}
	}
	return [0, count(stored[0])];
}

/** Verifies a receipt, whose `extra` is the entry. */
export function verifyReceipt(bytes, keyText, witnesses = undefined) {
	const text = bytes.toString();
	const end = text.indexOf('\n\n');
	const [first, ...lines] = text.slice(0, end).split('\n');
	const extra = /^extra (\S+)$/.exec(lines[0] ?? '')?.[1];
	const [numbered = '', ...proof] = extra === undefined ? lines : lines.slice(1);
	const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(numbered) ?? [];
	if (first !== 'c2sp.org/tlog-proof@v1' || end < 0 || index === undefined || extra === undefined)
		return { fault: { index: 0, problem: 'not a receipt with its entry' } };
	const checkpoint = readCheckpoint(Buffer.from(text.slice(end + 2)), parseKey(keyText), witnesses);
	if (!checkpoint?.isWitnessed) return { fault: { index: Number(index), problem: checkpoint ? 'witnesses' : 'checkpoint' } };
	const hashes = proof.map((line) => Buffer.from(line, 'base64'));
	const isForm = proof.length < 64 && hashes.every((one) => one.length === hashBytes) && Number(index) < checkpoint.size;
	const root = isForm && rootOfProof(BigInt(index), BigInt(checkpoint.size), hashLeaf(Buffer.from(extra, 'base64')), hashes);
	return root && root.equals(checkpoint.root) ? { entries: 1 } : { fault: { index: Number(index), problem: 'changed' } };
}

function main() {
	const one = { type: 'string' };
	const many = { type: 'string', multiple: true };
	const options = { key: one, older: many, witness: many, witnesses: one, json: { type: 'boolean' } };
	const { values, positionals } = parseArgs({ options, allowPositionals: true });
	const [place, ...others] = positionals;
	const keys = (values.witness ?? []).map((text) => parseKey(text, 4));
	const needed = /^[1-9]\d*$/.test(values.witnesses ?? 1) ? Number(values.witnesses ?? keys.length) : NaN;
	if (place === undefined || others.length > 0 || !values.key || !(needed <= keys.length)) throw new Error(usage);
	const witnesses = { keys, needed };
	const { entries, fault } = statSync(place).isDirectory()
		? verifyFolder(place, values.key, values.older, witnesses)
		: verifyReceipt(readSmall(place), values.key, witnesses);
	const where = fault && (fault.before ? `first bad index from ${fault.index} to ${fault.before - 1}` : `first bad index ${fault.index}`);
	const isUncovered = fault?.problem === 'witnesses' && !statSync(place).isDirectory();
	const told = isUncovered
		? `not covered yet: not enough witnesses cosigned the checkpoint of entry ${fault.index}`
		: `${where}: ${fault?.problem}`;
	if (values.json) console.log(JSON.stringify({ ok: !fault, entries, ...fault }));
	else console.log(fault ? told : `ok: ${entries} ${entries === 1 ? 'entry' : 'entries'}`);
	process.exitCode = fault ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	process.once('uncaughtException', ({ message }) => void console.error(message));
	process.exitCode = 2;
	main();
}
