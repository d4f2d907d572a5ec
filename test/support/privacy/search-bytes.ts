import { spawnSync } from 'node:child_process';

export interface Hit {
	file: string;
	value: string;
}

/**
 * Searches every byte of every file of a folder, also what databases have freed, for values in UTF-8 and in base64. A process of its own does it: one
 * that has a database open loses its locks when it closes the file elsewhere.
 */
export function searchBytes(folder: string, values: readonly string[]): Hit[] {
	const forms = new Map(values.flatMap((value) => [value, value.toUpperCase(), ...encode(value)].map((form) => [form, value] as const)));
	const { status, stdout, stderr } = spawnSync('grep', ['--recursive', '--text', '--only-matching', '--fixed-strings', '--file=-', '.'], {
		cwd: folder,
		input: [...forms.keys()].join('\n'),
		env: { ...process.env, LC_ALL: 'C' },
		maxBuffer: 256 * 1024 * 1024,
		encoding: 'utf8',
	});
	if (status !== 0 && status !== 1) throw new Error(`grep ended with ${status}: ${stderr}`);
	const hits = new Map<string, Hit>();
	for (const line of stdout.split('\n').filter(Boolean)) {
		const at = line.indexOf(':');
		const [file, value] = [line.slice(2, at), forms.get(line.slice(at + 1))!];
		hits.set(`${file} ${value}`, { file, value });
	}
	return [...hits.values()];
}

/** Base64 at each of the three places where a value can begin, without the characters that its neighbours share. */
const encode = (value: string): string[] =>
	[0, 1, 2].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
		return bytes.toString('base64').slice(before === 0 ? 0 : before + 1, Math.floor((bytes.length * 8) / 6));
	});
