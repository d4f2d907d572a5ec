import type { Chance } from './sample';

/** Chat messages of about 180 bytes as a help desk gets them, two in five with personal data; the same seed gives the same messages. */
export function chatMessages(count: number, chance: Chance): string[] {
	return Array.from({ length: count }, () => toLength(chance, message(chance)));
}

const length = 180;

function message(chance: Chance): string {
	if (!chance.once(5) && !chance.once(2)) return chance.pick(clean)(chance);
	return chance.pick([...personal, ...clean])(chance);
}

/** Filled up with small talk to about the length, never cut. */
function toLength(chance: Chance, text: string): string {
	let filled = text;
	while (Buffer.byteLength(filled) < length - 20) filled += ` ${chance.pick(smallTalk)}`;
	return filled;
}

const names = ['ana.souza', 'joao.pereira', 'm.costa', 'john.smith', 'beatriz', 'carlos_lima', 'k.jones'];
const hosts = ['example.com', 'exemplo.com.br', 'empresa.net', 'mail.example.org'];

const personal: ReadonlyArray<(chance: Chance) => string> = [
	(chance) => `Oi, pode mandar a segunda via para ${chance.pick(names)}${chance.below(99)}@${chance.pick(hosts)}?`,
	(chance) => `Meu CPF é ${cpf(chance)} e preciso atualizar o cadastro.`,
	(chance) =>
		`Me liga no (${11 + chance.below(17)}) 9${chance.digits(4)}-${chance.digits(4)} depois das ${chance.below(9) + 9}h, por favor.`,
	(chance) => `My e-mail is ${chance.pick(names)}@${chance.pick(hosts)}, and my phone is +1 415 555 ${chance.digits(4)}.`,
	(chance) => `The card that was charged is 4111 1111 1111 1111, on ${chance.below(28) + 1}/11.`,
	(chance) => `Moro na rua das Flores, ${chance.below(900)}, CEP 0${chance.digits(4)}-${chance.digits(3)}, ap ${chance.below(90)}.`,
	(chance) => `O acesso veio do IP 189.${chance.below(255)}.${chance.below(255)}.${chance.below(255)}, e não fui eu.`,
];

const clean: ReadonlyArray<(chance: Chance) => string> = [
	(chance) => `Bom dia! Meu pedido ${chance.digits(8)} ainda não chegou, comprei há ${chance.below(20) + 2} dias.`,
	(chance) => `Hi, order #${chance.digits(6)} arrived with a broken handle. Can I exchange it?`,
	(chance) => `Vocês têm esse tênis no tamanho ${34 + chance.below(10)}? Vi no site por R$ ${chance.below(400) + 90},90.`,
	() => `What is your return policy for items that were bought on sale? I could not find it anywhere.`,
	(chance) => `A entrega estava marcada para ${chance.below(28) + 1}/12 entre 9h e 12h e ninguém apareceu aqui.`,
	(chance) =>
		`Ticket ${chance.digits(7)}: the app shows version 2.${chance.below(30)}.${chance.below(9)} and crashes when I open settings.`,
	() => `Olá, queria saber se vocês trabalham com entrega no mesmo dia para a zona norte de São Paulo.`,
	() => `Thanks for the quick answer yesterday, the replacement works fine and my daughter loves it.`,
];

const smallTalk = [
	'Obrigada pela ajuda!',
	'Fico no aguardo de um retorno de vocês.',
	'Thanks in advance for looking into this.',
	'Já tentei pelo site e não consegui.',
	'Could you tell me what happens next?',
	'É a segunda vez que isso acontece comigo.',
	'Let me know if you need anything else from me.',
];

function cpf(chance: Chance): string {
	const digits = [...chance.digits(9)].map(Number);
	for (const length of [10, 11]) {
		const sum = digits.reduce((total, digit, at) => total + digit * (length - at), 0);
		digits.push(((sum * 10) % 11) % 10);
	}
	const written = digits.join('');
	return chance.once(2) ? written : `${written.slice(0, 3)}.${written.slice(3, 6)}.${written.slice(6, 9)}-${written.slice(9)}`;
}
