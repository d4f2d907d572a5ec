import { readFile, writeFile } from 'node:fs/promises';
import { printable } from '../terminal/terminal';

const needsSetting = 'TROUPE_OPENAI_NEEDS';

/** Says what an endpoint needs, and how it is set. */
export function describeNeeds(needs: string[], saved: string | undefined): string[] {
	if (needs.length === 0) return [];
	const set = `${needsSetting}=${needs.join(',')}`;
	return [
		'',
		`The endpoint needs: ${needs.join(', ')}.`,
		saved === undefined
			? `Set ${set}, or repeat the check with --save .env.`
			: `Saved in ${printable(saved)}: ${set}. Troupe reads it from the environment, as after: set -a; . ${printable(saved)}; set +a`,
		'In n8n, choose the same in the field Server Needs of the credential Troupe OpenAI-Compatible API.',
	];
}

/** Replaces the line of the setting in a file of variables; other lines stay as they are. */
export async function saveNeeds(needs: string[], path: string): Promise<void> {
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	});
	const lines = text.split('\n').filter((line) => !line.startsWith(`${needsSetting}=`));
	if (lines.at(-1) === '') lines.pop();
	if (needs.length > 0) lines.push(`${needsSetting}=${needs.join(',')}`);
	await writeFile(path, lines.map((line) => `${line}\n`).join(''));
}
