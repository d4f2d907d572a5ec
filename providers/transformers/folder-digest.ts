import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Files besides the weights that affect the results of a model. */
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

/** Digests by folder, sizes and times of its files: a model of gigabytes is read once per process. */
const digests = new Map<string, Promise<string>>();

/** Computes a digest that is equal for equal models in any folder. @returns `sha256:` and 32 hex digits */
export async function hashFile(
	folder: string,
	{ subfolder, weights: name }: { subfolder: string; /** Name of the ONNX file. */ weights: string },
): Promise<string> {
	// Including its external data files.
	const weights = (await readdir(join(folder, subfolder))).filter((file) => file.startsWith(name));
	const files: Array<{ path: string; state: string }> = [];
	for (const path of [...decisive, ...weights.sort().map((file) => join(subfolder, file))]) {
		const { size, mtimeMs } = (await stat(join(folder, path)).catch(() => undefined)) ?? {};
		if (size !== undefined) files.push({ path, state: `${size} ${mtimeMs}` });
	}
	const key = JSON.stringify([folder, files]);
	const digest =
		digests.get(key) ??
		read(
			folder,
			files.map(({ path }) => path),
		);
	digests.set(key, digest);
	digest.catch(() => digests.delete(key));
	return digest;
}

async function read(folder: string, paths: string[]): Promise<string> {
	const whole = createHash('sha256');
	for (const path of paths) {
		const hash = createHash('sha256');
		for await (const part of createReadStream(join(folder, path), { highWaterMark: 2 ** 20 })) hash.update(part as Buffer);
		whole.update(`${basename(path)}\n${hash.digest('hex')}\n`);
	}
	return `sha256:${whole.digest('hex').slice(0, 32)}`;
}
