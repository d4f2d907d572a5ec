/** What `npm start -- --story sdr --check` plays: a hot lead, from the first word to the deal in the CRM, and a person who takes over and gives back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/lib/free-port.mjs';
import { hasPostgres } from '../../support/servers/databases';

const title = hasPostgres
	? 'the sales story'
	: 'the sales story (skipped: there is no PostgreSQL on this machine; install the package postgresql)';

(hasPostgres ? describe : describe.skip)(title, () => {
	let printed = '';
	let port: number;
	beforeAll(async () => {
		const home = mkdtempSync(join(tmpdir(), 'troupe-story-'));
		const env = { ...process.env, OPENAI_API_KEY: '', ANTHROPIC_API_KEY: '', LC_ALL: 'pt_BR.UTF-8' };
		port = await freePort();
		const playing = spawn(process.execPath, ['scripts/story.mjs', 'sdr', home, '--check', '--serve-port', String(port)], { env });
		for (const stream of [playing.stdout, playing.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		await once(playing, 'close');
		rmSync(home, { recursive: true, force: true });
	}, 240_000);

	/** What is played in a language, and the guide before it. */
	const read = (first: string) => printed.slice(printed.indexOf(`customer  ${first}\n`)).split('\n\ncustomer ')[0]!;

	it('plays a hot lead to its end in Portuguese', () => {
		expect(read('Oi')).toMatch(
			/^customer +Oi\n[^]*agent +Anotado! Qual é o CNPJ[^]*urgente!\nagent +Perfeito![^]*person +\/bot on\nagent +Por nada!/,
		);
		expect(read('Oi')).not.toMatch(/\b(?:Name|Company|City|Not|you|hot|press)\b/);
	});

	it('plays a hot lead to its end in English', () => {
		expect(read('Hi')).toMatch(
			/^customer +Hi\n[^]*agent +Noted! What is the CNPJ[^]*is urgent!\nagent +Perfect![^]*person +\/bot on\nagent +You are welcome!/,
		);
		expect(read('Hi')).not.toMatch(/[à-ü]|\b(?:nome|nada|quente|prensa|[Ll]ead qualificado|Motivo|uma|pessoa)\b/i);
	});

	it.each([
		['Oi', ['Motivo: lead quente, quer a proposta', 'Negócio: 2 × prensas: chapa de 3 mm', 'nome: Maria', 'quantidade: 2']],
		['Hi', ['Reason: hot lead, wants the proposal', 'Phone: +14155552671', 'Deal: 2 × presses: 3 mm sheets', 'quantity: 2', 'deal: 70']],
	])('shows all that other systems hold of the customer who says %s', (first, texts) => {
		for (const text of texts) expect(read(first)).toContain(text);
		expect(read(first)).not.toMatch(/nada ainda|nothing yet|R\$/);
	});

	it('tells how to see it in the language of the machine', () => {
		expect(printed).toMatch(/── Abra o celular ──\n {2}http:\/\/127\.0\.0\.1:\d+\/\?language=pt\n/);
		expect(printed).toContain(`Serviço    http://127.0.0.1:${port}, log`);
		expect(printed).toMatch(/\nstory ok\n$/);
	});
});
