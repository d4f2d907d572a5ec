import { blindSentences } from './blind-sentences';
import { recognizeRights } from './recognize-right';
import { unseenSentences } from './unseen-sentences';

const find = (text: string) => recognizeRights(text)[0]?.right ?? 'none';
const wrongOf = (sentences: typeof blindSentences, kind: (right: string) => boolean) =>
	Object.entries(sentences).flatMap(([right, texts]) =>
		texts.filter((text) => kind(right) && find(text) !== right).map((text) => `${right}: ${text} -> ${find(text)}`),
	);
const isDemand = (right: string) => right !== 'none';
const isTalk = (right: string) => right === 'none';

it('finds the demand in what customers write (p2pu/learning-circles#593, SparkDevNetwork/Rock#6399)', () => {
	expect(wrongOf(blindSentences, isDemand)).toEqual([]);
});

it('finds no demand in what only uses its words (ProgressiveCoders/Spoke#1016, fedeostan/capo-v1#182, medic/cht-core#476)', () => {
	expect(wrongOf(blindSentences, isTalk)).toEqual([]);
});

it('takes no unseen sales talk for a demand, and finds three of four unseen demands', () => {
	expect(wrongOf(unseenSentences, isTalk)).toEqual([]);
	expect(wrongOf(unseenSentences, isDemand).length).toBeLessThanOrEqual(9);
});

it.each([
	'please stop sending text reminders',
	'STOP2QUIT',
	'Lose my number',
	'PARE DE ENVIAR',
	'me descadastra por favor',
	'Parem de mandar',
	'me tira dessa lista aí',
	'para de me mandar isso',
	'quero parar de receber isso',
	'Oi, me tirem da lista de vocês por favor, não quero comprar nada',
])('hears %j in ordinary words (p2pu/learning-circles#372)', (text) => expect(find(text)).toBe('opt-out'));

it.each([
	'Can you stop the reminders of my order 12?',
	'Pare de enviar para o endereço antigo',
	'Não quero descadastrar',
	'I lose my number often',
	'Não quero comprar nada hoje, só saber do prazo',
	'não quero comprar nada',
	'para de me mandar isso em PDF, prefiro foto',
])('leaves %j to the agent', (text) => expect(find(text)).toBe('none'));

const rightsOf = (text: string) => recognizeRights(text).map(({ right }) => right);

it.each([
	'me tire da lista e apague meus dados',
	'Apague meus dados e não me mande mais mensagens',
	'parar e apagar meus dados',
	'Não quero mais receber mensagens e exijo a exclusão dos meus dados pessoais.',
	'Quero sair da lista e que vocês apaguem meus dados, por favor',
	'Quero revogar meu consentimento e também a exclusão dos meus dados',
	'Stop messaging me and delete my data',
	'Please remove me from your list and erase all my personal data',
	'Me tirem da lista. LGPD: apaguem meus dados',
])('finds both demands of %j', (text) => {
	expect(rightsOf(text)).toEqual(['opt-out', 'erasure']);
});

it.each([
	['erasure', 'LGPD: solicito a exclusão dos meus dados pessoais'],
	['erasure', 'Exijo a exclusão imediata de todos os meus dados pessoais do seu banco de dados'],
	['erasure', 'Com base na LGPD solicito a eliminação dos meus dados'],
	['erasure', 'Nos termos do art. 18, VI, da LGPD, requeiro a exclusão dos meus dados.'],
	['erasure', 'Prezados, venho por meio desta solicitar a exclusão dos meus dados pessoais conforme a Lei 13.709/2018. Atenciosamente'],
	['erasure', 'Exijo que excluam imediatamente meus dados'],
	['erasure', 'Under the GDPR, I request the erasure of my personal data.'],
	['erasure', 'GDPR: please delete all my personal data'],
	['erasure', 'I want to exercise my right to be forgotten under Article 17 GDPR'],
	['erasure', 'I hereby request that you delete my personal data pursuant to art. 17 GDPR'],
	['opt-out', 'Quero revogar meu consentimento'],
	['opt-out', 'Revogo o consentimento para o tratamento dos meus dados pessoais'],
	['opt-out', 'I withdraw my consent'],
	['opt-out', 'I object to the processing of my personal data'],
	['access', 'LGPD: solicito acesso aos meus dados pessoais'],
	['access', 'Exijo saber quais dados vocês têm sobre mim'],
	['access', 'This is a subject access request under the GDPR'],
	['access', 'I request access to my personal data'],
])('finds %s in the formal %j', (right, text) => {
	expect(rightsOf(text)).toEqual([right]);
});

it.each([
	'Quero sair e apagar a luz',
	'me tire da lista de espera e apague meus dados do boleto antigo',
	'parar e voltar',
	'sair e parar',
	'stop and start',
	'Apague meus dados bancários e use a conta nova',
	'Apaguem meus dados antigos e cadastrem o CNPJ novo',
	'Vocês cumprem a LGPD?',
	'LGPD: qual é a política de vocês?',
	'Solicito a exclusão do item 3 dos meus dados de orçamento',
	'Solicito a exclusão do frete e o envio dos meus dados de rastreio',
	'Quero cancelar o consentimento da visita técnica',
	'Exijo a nota fiscal e os meus dados de acesso',
	'Não quero mais mensagens e sim uma ligação',
	'delete my last message and send the invoice',
	'I want access to the portal and my data sheet',
	'Under the GDPR, where is the machine data stored?',
	'I request a copy of the invoice',
	'I withdraw my offer',
	'Pedido: 3 prensas e 2 guilhotinas',
	'Assunto: orçamento',
])('takes %j for talk', (text) => {
	expect(rightsOf(text)).toEqual([]);
});

it('reads the longest message in a moment, whatever is joined in it', () => {
	const hostile = ['parar e ', 'nao quero mais ', 'a exclusao imediata ', 'i request ', 'nos termos da lei ', 'meus dados e '];
	const begin = performance.now();
	for (const part of hostile) for (let n = 0; n < 20; n += 1) recognizeRights(part.repeat(Math.floor(500 / part.length)));
	expect(performance.now() - begin).toBeLessThan(1_000);
});
