/** What `npm start -- --story sdr --check` plays: a hot lead, from the first word to the deal in the CRM, and a person who takes over and gives back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres } from '../../support/servers/databases';

const title = hasPostgres
	? 'the sales story'
	: 'the sales story (skipped: there is no PostgreSQL on this machine; install the package postgresql)';

(hasPostgres ? describe : describe.skip)(title, () => {
	it('plays a hot lead to its end', async () => {
		const home = mkdtempSync(join(tmpdir(), 'troupe-story-'));
		const env = { ...process.env, OPENAI_API_KEY: '', ANTHROPIC_API_KEY: '' };
		const playing = spawn(process.execPath, ['scripts/story.mjs', 'sdr', home, '--check'], { env });
		let printed = '';
		for (const stream of [playing.stdout, playing.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		await once(playing, 'close');
		rmSync(home, { recursive: true, force: true });
		expect(printed).toMatch(
			/customer +Oi\n[^]*agent +Obrigado\. Qual é o CNPJ[^]*urgente!\nagent +Perfeito![^]*person +\/bot on\nagent [^]*story ok\n$/,
		);
		expect(printed).not.toMatch(/agent.*R\$/);
	}, 240_000);
});
