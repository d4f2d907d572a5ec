import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

const decisive = [
	'config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'vocab.txt',
	'special_tokens_map.json',
	'sentence_bert_config.json',
	'config_sentence_transformers.json',
	'1_Pooling/config.json',
];

/** Caches digests by folder, sizes and times, so that gigabytes are read once per process. */
const digests = new Map<string, Promise<string>>();

/** Equal for equal models in any folder. @returns `sha256:` and 64 hex digits */
export async function hashFile(folder: string, { subfolder, weights: name }: { subfolder: string; weights: string }): Promise<string> {
	const near = await readdir(join(folder, subfolder), { recursive: true });
	const paths = new Set([...decisive, ...near.sort().map((file) => join(subfolder, file))]);
	const files: Array<{ path: string; state: string }> = [];
	for (const path of paths) {
		const found = await stat(join(folder, path)).catch(() => undefined);
		if (found?.isFile()) files.push({ path, state: `${found.size} ${found.mtimeMs}` });
	}
	const key = JSON.stringify([folder, subfolder, name, files]);
	const digest =
		digests.get(key) ??
		readAll(
			folder,
			join(subfolder, name),
			files.map(({ path }) => path),
		);
	digests.set(key, digest);
	digest.catch(() => digests.delete(key));
	return digest;
}

async function readAll(folder: string, weights: string, paths: string[]): Promise<string> {
	const isOwn = (path: string) => decisive.includes(path) || path.startsWith(weights);
	const named = await findNamed(
		join(folder, weights),
		paths.filter((path) => !isOwn(path)),
	);
	return read(
		folder,
		paths.filter((path) => isOwn(path) || named.has(path)),
	);
}

async function findNamed(weights: string, paths: string[]): Promise<Set<string>> {
	const left = new Map(paths.map((path) => [path, Buffer.from(basename(path))]));
	const named = new Set<string>();
	const overlap = Math.max(0, ...[...left.values()].map(({ length }) => length));
	let end = Buffer.alloc(0);
	if (left.size === 0) return named;
	for await (const part of createReadStream(weights, { highWaterMark: 2 ** 20 })) {
		const text = Buffer.concat([end, part as Buffer]);
		for (const [path, name] of left)
			if (text.includes(name)) {
				named.add(path);
				left.delete(path);
			}
		end = text.subarray(-overlap);
	}
	return named;
}

async function read(folder: string, paths: string[]): Promise<string> {
	const whole = createHash('sha256');
	for (const path of paths) {
		const hash = createHash('sha256');
		for await (const part of createReadStream(join(folder, path), { highWaterMark: 2 ** 20 })) hash.update(part as Buffer);
		whole.update(`${basename(path)}\n${hash.digest('hex')}\n`);
	}
	return `sha256:${whole.digest('hex')}`;
}
