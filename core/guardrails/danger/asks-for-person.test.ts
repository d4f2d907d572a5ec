import { asksForPerson } from './asks-for-person';

test.each([
	...[
		'seus lixos, me passa o gerente agora',
		'quero falar com um atendente humano',
		'chama alguém que presta',
		'Cadê o gerente dessa porcaria?',
	],
	...['me transfere pra uma pessoa', 'Exijo falar com o responsável', 'atendente', 'bando de idiotas. Me dá o dono da loja'],
	...['you idiots, get me a manager', 'I want to talk to a real person', 'let me speak with someone', 'human', 'transfer me to an agent'],
])('asks for a person: %s', (text) => expect(asksForPerson(text)).toBe(true));

test.each([
	...['seus lixos', 'quero o meu dinheiro de volta', 'Não quero atendente nenhum', 'você é burro', 'o gerente de vocês é um ladrão'],
	...["you are all idiots, and I don't want an agent", 'your manager is a thief', 'I want my money back'],
])('asks for none: %s', (text) => expect(asksForPerson(text)).toBe(false));
