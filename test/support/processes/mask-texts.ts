/** A process that masks texts in a shared vault: `node mask-texts.js FILE KEY TENANT`, then a JSON list of `[conversation, text]` on stdin, masked texts on stdout. */
import { text as readAll } from 'node:stream/consumers';
import { openVault } from '../../../core/guardrails/vault/open-vault';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { openVaultStore } from '../../../providers/state/vault/vault-store';

async function main([file = '', key = '', tenant = '']: string[]): Promise<void> {
	const parts = { store: openVaultStore(file), keys: createVaultKeys(Buffer.from(key, 'hex')), tenant };
	process.stdout.write('ready\n');
	const tasks = JSON.parse(await readAll(process.stdin)) as Array<[string, string]>;
	const masked: string[] = [];
	for (const [conversationId, text] of tasks) masked.push((await openVault({ conversationId, ...parts }).mask(text)).text);
	process.stdout.write(JSON.stringify(masked));
	await parts.store.close();
}

void main(process.argv.slice(2));
