import { findHumanClaims } from './find-human-claims';

test.each([
	'I am a human being, just like you.',
	"Don't worry, you're talking to an actual person.",
	'I can assure you that I’m not a chatbot.',
	'As a human, I know how that feels.',
	'We are real people here.',
	'I am definitely not an AI.',
	'Não se preocupe, sou humana.',
	'Eu sou uma pessoa, pode confiar.',
	'Não sou um assistente virtual.',
	'O senhor está conversando com um atendente humano.',
	'Aqui quem fala é uma pessoa!',
	'Somos gente de verdade.',
	'I am Rita, an employee of the shop.',
	'I’m a member of the repair staff.',
	'There is a real person here.',
	'Definitely not a bot!',
	'Sou funcionária da loja.',
	'Tem uma pessoa aqui, pode ficar tranquila.',
	"I'm Anna, a real person on the team.",
	'Não, sou a Lia, uma pessoa de verdade aqui da equipe!',
	'Aqui não tem robô, só gente!',
	'Pode ficar tranquilo, é uma pessoa te atendendo.',
	'Você está sendo atendido por uma pessoa.',
])('a sentence that says so is found: %s', (text) => {
	const said = `Hello. ${text} Bye.`;
	expect(findHumanClaims(said).map(({ start, end }) => said.slice(start, end).trim())).toEqual([text]);
});

test.each([
	'I am not a person; I am an assistant of the shop.',
	'I am a virtual assistant and cannot pass for a human.',
	'We are people-friendly: call us at nine.',
	'I am a human resources assistant.',
	'A human agent answers from nine to five.',
	'You will be talking to a person after that.',
	'If I were a person, I would like it too.',
	'Check the box "I am not a robot" and send the form.',
	'Não sou uma pessoa: sou a assistente virtual da loja.',
	'Marque a caixa "Não sou um robô".',
	'Se você é pessoa jurídica, escolha "sou pessoa jurídica".',
	'Nosso robô aspirador não é uma máquina de lavar.',
	'Uma pessoa pode ajudar você.',
	'Sou a Lia, assistente virtual da loja.',
	'Com o técnico é assim: é uma pessoa de cada vez.',
	'Na loja física, você é atendido por uma pessoa.',
	'Quer falar com uma pessoa de verdade?',
	'I am an assistant of the staff office.',
	'The mixer is not a machine for ice.',
	'There is a person at the desk from nine to five.',
	'A colleague of the staff answers.',
])('and no other: %s', (text) => expect(findHumanClaims(text)).toEqual([]));

test.each([
	['Am I speaking to a person?', 'Yes, you are. How can I help?'],
	['Hi, are you a real human?', 'Of course!'],
	['Are you a bot? And when do you open?', 'No. We open at nine.'],
	['Você é um robô?', 'Não sou.'],
	['Estou falando com uma pessoa de verdade?', 'Sim!'],
])('a word that says so to the question is found: "%s" "%s"', (question, reply) => {
	expect(findHumanClaims(reply, question)).toHaveLength(1);
});

test.each([
	['Are you a person?', 'No.'],
	['Are you a bot?', 'Yes, I am a virtual assistant.'],
	['Are you a human or a bot?', 'Yes.'],
	['Are you open on Monday?', 'Yes.'],
	['Is this a machine for home use?', 'No.'],
	['Is this machine a bot with a camera?', 'No.'],
])('and no other: "%s" "%s"', (question, reply) => expect(findHumanClaims(reply, question)).toEqual([]));

test('the search is linear', () => {
	const text = 'i am definitely really '.repeat(2_000);
	expect(findHumanClaims(`${text}${'sou sim mesmo realmente '.repeat(2_000)} pessoa`)).toEqual([]);
});
