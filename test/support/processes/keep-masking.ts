/**
 * A process that masks without a pause: `node keep-masking.js HOME DATABASE`. Each text is of a new person, and an earlier one is restored beside it.
 * Ends with its standard input; prints `{masked, faults}`, each masked one as conversation and text.
 */
import { composeVault } from '../../../providers/compose/guardrails/vault';

async function main([stateFolder = '', database = '']: string[]): Promise<void> {
	const host = { stateFolder, database };
	const masked: Array<[conversation: string, text: string]> = [];
	const faults: string[] = [];
	let isOver = false;
	process.stdin.resume().once('end', () => (isOver = true));
	for (let number = 0; !isOver; number += 1) {
		const conversationId = `${process.pid}-${number}`;
		try {
			const { text } = await composeVault(host, { conversationId, subjectId: conversationId }).mask(`ana${number}@example.com`);
			masked.push([conversationId, text]);
			const [earlier, token] = masked[Math.floor(masked.length / 2)]!;
			const restored = await composeVault(host, { conversationId: earlier }).restore(token);
			if (restored !== `ana${earlier.split('-')[1]}@example.com`) faults.push(`${earlier} is ${restored}`);
		} catch (error) {
			faults.push((error as Error).message);
		}
		if (number === 0) process.stdout.write('ready\n');
	}
	process.stdout.write(JSON.stringify({ masked, faults }));
}

void main(process.argv.slice(2));
