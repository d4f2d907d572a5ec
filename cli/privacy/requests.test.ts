import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDays } from '../../core/base/text/write-day';
import { closeOpened } from '../../providers/compose/open-once';
import { hearPerson } from '../../test/support/privacy/hear-person';
import { callTroupe } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

const person = 'phone=+5544988880001';
let home: string;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-requests-'));
	await hearPerson('5544988880001', [{ kind: 'text', text: 'hello' }], { tenant: 'default', stateFolder: home, database: '' });
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});
const troupe = (...args: string[]) => callTroupe(['privacy', ...args], { TROUPE_HOME: home });
const requests = (...args: string[]) => troupe('requests', ...args);

it('speaks Portuguese, and has its codes in JSON', async () => {
	const noted = await requests('add', person, '--kind', 'decision-review', '--language', 'pt');
	expect(noted.printed).toMatch(
		/^\S+: revisão de decisão, de \S+, em aberto\n {2}recebido em \d\d\/\d\d\/\d{4} [^]*\n {2}último dia \d\d\/\d\d\/\d{4}/,
	);
	const [protocol] = noted.printed.split(':');
	const listed = await requests('--language', 'pt');
	expect(listed.printed).toMatch(/^protocolo +tipo +contato[^]*revisão de decisão/);
	expect(listed.noted).toContain('Prazos da LGPD, 15 dias, salvo prorrogação.');
	expect(JSON.parse((await requests('show', protocol!, '--json')).printed)).toMatchObject({ kind: 'decision-review', state: 'open' });
	expect((await requests('done', protocol!, '--outcome', 'Revista', '--language', 'pt')).printed).toMatch(
		/atendido em .* por user:\S+: Revista/,
	);
	expect((await requests('--language', 'pt')).noted).toContain('Nenhum pedido sobre dados espera resposta.');
});

slowTest(
	'says again which requests wait after their person was forgotten, until they are answered, and the outcome in the language',
	async () => {
		const { protocol } = JSON.parse((await requests('add', person, '--kind', 'access', '--json')).printed) as { protocol: string };
		await requests('add', person, '--kind', 'erasure');
		const open = `Outros pedidos desta pessoa seguem em aberto: ${protocol}.`;
		for (let time = 0; time < 2; time++) expect((await troupe('forget', person, '--yes', '--language', 'pt')).noted).toContain(open);
		expect((await requests('--all', '--language', 'pt')).printed).toMatch(/exclusão .*atendido +esquecido$/m);
		await requests('done', protocol, '--outcome', 'Sent by mail');
		expect((await troupe('forget', person, '--yes', '--language', 'pt')).noted).not.toContain('seguem em aberto');
	},
);

it('counts from the day of a letter that came before the message', async () => {
	const dayOf = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
	const dueOn = async (...at: string[]) =>
		(JSON.parse((await requests('add', person, '--kind', 'portability', ...at, '--json')).printed) as { dueOn: string }).dueOn;
	expect(await dueOn()).toBe(dayOf(-15));
	expect(await dueOn('--at', dayOf(5))).toBe(dayOf(-10));
	expect(await dueOn('--at', dayOf(2))).toBe(dayOf(-10));
	const add = async (...at: string[]) => (await requests('add', person, '--kind', 'portability', ...at, '--language', 'pt')).noted;
	expect(await add('--at', dayOf(6))).toContain(writeDays(`o último dia agora é ${dayOf(-9)} (era ${dayOf(-10)})`, 'pt'));
	expect(await add('--at', dayOf(3))).toContain('A data não mudou: o pedido já estava registrado');
	const { protocol } = JSON.parse((await requests('add', person, '--kind', 'portability', '--json')).printed) as { protocol: string };
	await requests('extend', protocol, '--reason', 'Many records');
	expect(await add('--at', dayOf(8))).toContain('A data não mudou: o prazo já foi prorrogado');
});

it('names each legal basis that a withdrawal or objection leaves in force, with the command that ends it', async () => {
	const contacts = (...args: string[]) => callTroupe(['contacts', ...args], { TROUPE_HOME: home });
	const withdrawal = (...more: string[]) => requests('add', person, '--kind', 'consent-withdrawal', ...more);
	expect((await withdrawal()).noted).toContain('No consent and no legitimate interest of this contact is in force.');
	await contacts('consent', person, 'marketing', '--way', 'form');
	await contacts('consent', person, 'service', '--basis', 'contract', '--way', 'paper');
	const { printed, noted } = await withdrawal('--json');
	const { protocol, contact } = JSON.parse(printed) as { protocol: string; contact: string };
	const command = `troupe contacts withdraw-consent ${contact} marketing --way WAY --reason TEXT`;
	expect(noted).toContain(command);
	expect(noted).not.toContain(`${contact} service`);
	expect((await requests('done', protocol, '--outcome', 'Revogado', '--language', 'pt')).noted).toContain(
		`Ainda em vigor; para encerrar: ${command.replace('WAY', 'MEIO').replace('TEXT', 'TEXTO')}`,
	);
	await contacts('withdraw-consent', person, 'marketing', '--way', 'spoken', '--reason', 'Asked');
	expect((await requests('add', person, '--kind', 'objection')).noted).toContain('No consent and no legitimate interest');
	expect((await requests('add', person, '--kind', 'access')).noted).not.toContain('No consent');
});

it('says of a forgetting which rows stay without the person, and which requests still wait', async () => {
	const { protocol } = JSON.parse((await requests('add', person, '--kind', 'portability', '--json')).printed) as { protocol: string };
	const receipt = join(home, 'receipt.json');
	const { printed, noted } = await troupe('forget', person, '--yes', '--receipt', receipt, '--language', 'pt');
	expect(printed).toMatch(/state\.db contact_request: 1 linha anonimizada\. Permanece após o esquecimento, sem a pessoa/);
	expect(noted).toContain(`seguem em aberto: ${protocol}`);
	const { places } = JSON.parse(readFileSync(receipt, 'utf8')) as { places: Array<{ place: string }> };
	expect(places.find(({ place }) => place === 'state.db contact_request')).toMatchObject({ removed: 0, anonymised: 1 });
});

it('says what was corrected and what is held, in Portuguese too', async () => {
	const pt = ['--language', 'pt'];
	expect((await troupe('rectify', person, '--name', 'Ana', '--reason', 'x', ...pt)).printed).toBe('nome: agora é Ana');
	expect((await troupe('hold', 'add', 'all', '--reason', 'Fiscalização', ...pt)).printed).toMatch(
		/^hold-\w+: nada do tenant é apagado até alguém encerrar a retenção\.$/,
	);
	expect((await troupe('hold', 'list', ...pt)).printed).toMatch(/^retenção +pessoa +até \(UTC\)/);
	const [line] = (await troupe('hold', 'list', '--json')).printed.split('\n');
	const { id } = JSON.parse(line!) as { id: string };
	expect((await troupe('hold', 'remove', id, '--yes', ...pt)).noted).toContain('foi encerrada. Retenções que restam: 0.');
	expect((await troupe('rectify', 'fone=+5544988880001', '--name', 'Ana', '--reason', 'x')).noted).toContain(
		'The kinds of names are phone, email',
	);
});
