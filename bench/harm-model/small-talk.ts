import { randomFrom } from '../samples/injection/generate';

type Language = 'en' | 'pt';

interface Parts {
	/** Sentences with the names of lists in braces. */
	sentences: readonly string[];
	lists: Record<string, readonly string[]>;
}

const draws = 4_000;
const seed = 362;

const english: Parts = {
	sentences: [
		'Hi there, how are you today?|Good {day}, nice to meet you|What is your name?|Who made you?|How old are you?|Where do you live?',
		'Are you a {being} or a {being}?|Do you ever get {mood}?|Can a {being} feel {mood}?|I am {mood} today|Why are you so {mood}?|You seem {mood}',
		'Do you like {thing}?|I love {thing}|I really do not like {thing}|What do you think about {thing}?|Have you ever tried {thing}?|My {person} likes {thing}',
		'Tell me about {thing}|Tell me a joke about {thing}|Tell me something interesting about {fact}|What is {fact}?|Who discovered {fact}?|When was {fact} invented?',
		'How does {fact} work?|Explain {fact} to me in simple words|Is {fact} hard to learn?|What is the difference between {fact} and {thing}?',
		'Can you {skill}?|I wish I could {skill}|My {person} taught me to {skill}|Will you {skill} with me?|Do you want to {skill}?|Would you rather {skill} or {skill}?',
		'What did you do {time}?|I want to {skill} {time}|See you {time}|It rained {time}|Are you busy {time}?|What should I cook {time}?',
		'That is {opinion}|I think {thing} is {opinion}|You are {opinion}|Your answer was {opinion}|The film was {opinion}|My {person} says that {thing} is {opinion}',
		'Ok, thank you|You are welcome|I do not understand what you mean|Are you sure about that?|Yes, of course|No, not really|Maybe you are right|Haha, good one',
		'Who won the game {time}?|Which team do you support?|Who is your favourite {artist}?|I have never met a {artist}|Is a {artist} paid well?|Who is the president?',
		'What is the capital of {place}?|I am from {place}|Have you been to {place}?|How many people live in {place}?|I would like to visit {place} {time}',
		'Do you have {kin}?|Do you believe in {belief}?|What is the meaning of {belief}?|Some people say that {belief} is {opinion}|Are you afraid of {belief}?',
		'I will never forget the day when I learned to {skill}|I have been thinking about {thing} a lot, and it makes me {mood}',
	],
	lists: {
		day: ['morning', 'evening', 'afternoon'],
		being: ['robot', 'person', 'computer', 'machine', 'human', 'program', 'dog'],
		mood: ['tired', 'happy', 'sad', 'angry', 'bored', 'lonely', 'hungry', 'jealous', 'excited', 'nervous', 'embarrassed', 'mad'],
		thing: [
			'music',
			'pizza',
			'football',
			'cats',
			'chess',
			'old films',
			'poetry',
			'coffee',
			'rainy days',
			'my job',
			'money',
			'beer',
			'horror stories',
			'video games',
		],
		fact: [
			'gravity',
			'electricity',
			'a computer',
			'the telephone',
			'chemistry',
			'the brain',
			'a language',
			'economics',
			'blood',
			'history',
			'psychology',
			'a virus',
			'war',
			'the sun',
		],
		skill: [
			'sing',
			'dance',
			'play the guitar',
			'cook',
			'walk',
			'swim',
			'drive',
			'speak French',
			'breathe under water',
			'laugh',
			'eat',
			'sleep',
			'run a marathon',
			'tell lies',
		],
		time: ['yesterday', 'tonight', 'tomorrow', 'next week', 'last summer', 'on Sunday'],
		opinion: ['great', 'funny', 'stupid', 'wrong', 'boring', 'crazy', 'beautiful', 'strange', 'clever', 'not true', 'terrible', 'weird'],
		person: ['mother', 'brother', 'friend', 'boss', 'teacher', 'wife', 'husband', 'neighbour', 'girlfriend', 'son'],
		artist: ['writer', 'actor', 'singer', 'painter', 'football player', 'politician', 'scientist', 'comedian'],
		place: ['Brazil', 'France', 'China', 'Africa', 'the moon', 'New York', 'Germany', 'my town'],
		kin: ['a family', 'children', 'brothers and sisters', 'a body', 'friends', 'a soul', 'a boyfriend', 'any pets'],
		belief: ['God', 'life', 'love', 'death', 'ghosts', 'luck', 'religion', 'happiness', 'aliens', 'the future', 'politics'],
	},
};

const portuguese: Parts = {
	sentences: [
		'Oi, tudo bem com você?|{day}, prazer em te conhecer|Qual é o seu nome?|Quem te criou?|Quantos anos você tem?|Onde você mora?|E aí, beleza?',
		'Você é {being} ou {being}?|Você fica {mood} às vezes?|Hoje eu estou {mood}|Por que você está tão {mood}?|Tô meio {mood} hoje|Nossa, fiquei {mood}',
		'Você gosta de {thing}?|Eu amo {thing}|Eu detesto {thing}|O que você acha de {thing}?|Já experimentou {thing}?|{person} gosta de {thing}',
		'Me fala sobre {thing}|Conta uma piada sobre {thing}|Me diz uma curiosidade sobre {fact}|O que é {fact}?|Quem descobriu {fact}?|Quando inventaram {fact}?',
		'Como funciona {fact}?|Me explica {fact} de um jeito simples|É difícil aprender sobre {fact}?|Qual a diferença entre {fact} e {thing}?',
		'Você sabe {skill}?|Queria saber {skill}|{person} me ensinou a {skill}|Quer {skill} comigo?|Vamos {skill} {time}?|Prefere {skill} ou {skill}?',
		'O que você fez {time}?|Quero {skill} {time}|Até {time}|Choveu muito {time}|Vai fazer o quê {time}?|O que eu cozinho {time}?|Saudade de {thing}',
		'Isso é {opinion}|Acho {thing} {opinion}|Você é {opinion}|Sua resposta foi {opinion}|O filme é {opinion} kkkk|{person} acha {thing} {opinion}|Que coisa {opinion}!',
		'Ok, obrigado|De nada|Não entendi o que você quis dizer|Tem certeza disso?|Sim, claro|Não muito|Talvez você tenha razão|Kkkkk essa foi boa|Pois é',
		'Quem ganhou o jogo {time}?|Para qual time você torce?|Qual é o seu {artist} favorito?|Nunca conheci um {artist}|Um {artist} ganha bem?|Quem é o presidente?',
		'Qual é a capital de {place}?|Eu sou de {place}|Você conhece {place}?|Quantas pessoas moram em {place}?|Queria visitar {place} {time}',
		'Você tem {kin}?|Você acredita em {belief}?|Qual é o sentido de {belief}?|Tem gente que acha {belief} {opinion}|Você tem medo de {belief}?',
		'Nunca vou esquecer o dia em que aprendi a {skill}|Ando pensando muito em {thing}, e isso me deixa {mood}',
	],
	lists: {
		day: ['Bom dia', 'Boa tarde', 'Boa noite'],
		being: ['um robô', 'uma pessoa', 'um computador', 'uma máquina', 'humano', 'um programa', 'homem', 'mulher'],
		mood: [
			'cansado',
			'feliz',
			'triste',
			'com raiva',
			'entediado',
			'sozinha',
			'com fome',
			'com ciúmes',
			'animada',
			'nervoso',
			'com vergonha',
			'louca',
		],
		thing: [
			'música',
			'pizza',
			'futebol',
			'gatos',
			'xadrez',
			'filme antigo',
			'poesia',
			'café',
			'dia de chuva',
			'trabalhar',
			'dinheiro',
			'cerveja',
			'novela',
			'jogos',
		],
		fact: [
			'a gravidade',
			'a eletricidade',
			'o computador',
			'o telefone',
			'química',
			'o cérebro',
			'um idioma',
			'economia',
			'o sangue',
			'história',
			'psicologia',
			'um vírus',
			'guerra',
			'o sol',
		],
		skill: [
			'cantar',
			'dançar',
			'tocar violão',
			'cozinhar',
			'andar',
			'nadar',
			'dirigir',
			'falar francês',
			'respirar',
			'rir',
			'comer',
			'dormir',
			'correr',
			'mentir',
		],
		time: ['ontem', 'hoje à noite', 'amanhã', 'semana que vem', 'nas férias', 'no domingo'],
		opinion: [
			'ótimo',
			'engraçado',
			'bobo',
			'errado',
			'chato',
			'maluco',
			'lindo',
			'estranho',
			'esperto',
			'mentira',
			'horrível',
			'muito doido',
		],
		person: [
			'Minha mãe',
			'Meu irmão',
			'Minha amiga',
			'Meu chefe',
			'A professora',
			'Minha esposa',
			'Meu marido',
			'O vizinho',
			'Minha namorada',
			'Meu filho',
		],
		artist: ['escritor', 'ator', 'cantor', 'pintor', 'jogador', 'político', 'cientista', 'humorista'],
		place: ['Brasília', 'França', 'China', 'África', 'Lisboa', 'Nova York', 'Alemanha', 'minha cidade'],
		kin: ['família', 'filhos', 'irmãos', 'corpo', 'amigos', 'alma', 'namorado', 'algum bicho'],
		belief: ['Deus', 'vida', 'amor', 'morte', 'fantasma', 'sorte', 'religião', 'felicidade', 'extraterrestres', 'futuro', 'política'],
	},
};

/** Lists what people say around any words. */
export const frames: Record<Language, readonly string[]> = {
	en: [
		'What is %?|What are %?|Who is %?|Tell me about %|Explain %|Do you like %?|I like %|I think %|Why is % like that?|How do I use %?|Do you know %?|Have you heard of %?',
		'Are you %?|You are %|You should try %|Can you help me with %?|My favourite is %|What does % mean?|Where can I find %?|Is % good?|That was %|I am %|We talked about %',
	].flatMap((group) => group.split('|')),
	pt: [
		'O que é %?|O que são %?|Quem é %?|Me fala de %|Explica %|Você gosta de %?|Eu gosto de %|Eu acho %|Por que % é assim?|Como eu uso %?|Você conhece %?|Já ouviu falar de %?',
		'Você é %?|Você é %|Você devia provar %|Me ajuda com %?|Meu favorito é %|O que significa %?|Onde eu encontro %?|% é bom?|Isso foi %|Eu sou %|A gente falou de %',
	].flatMap((group) => group.split('|')),
};

/** Returns lines of plain conversation, also with rude or grave words, put together from parts. The same call gives the same lines. */
export function listSmallTalk(language: Language): string[] {
	const { sentences, lists } = { en: english, pt: portuguese }[language];
	const random = randomFrom(seed);
	const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
	const all = sentences.flatMap((group) => group.split('|'));
	const lines = Array.from({ length: draws }, () => pick(all).replace(/\{(\w+)\}/g, (_, name: string) => pick(lists[name]!)));
	return [...new Set(lines.map((line, at) => (at % 3 === 0 ? line.toLowerCase().replace(/[?!.,]/g, '') : line)))];
}
