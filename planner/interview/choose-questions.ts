import type { Language } from '../../core/base/text/languages';
import type { Picture, Plan, Question, Slot } from '../plan';
import { readTrigger } from '../wish/read-trigger';
import { shorten, splitSentences } from '../wish/sentences';
import type { QuestionTexts } from './texts/shape';
import { ask } from './texts/shape';

const ptQuestions: QuestionTexts = {
	goal: (wish) =>
		ask(
			{
				id: 'goal',
				slot: 'goal',
				text: 'O que precisa ser feito, passo a passo? De preferência, uma frase ou linha para cada passo.',
				why: 'Todos os passos.',
			},
			wish,
			'Uma pessoa: olhar cada solicitação e responder',
			'Peça a um agente: responder cada solicitação',
		),
	trigger: () =>
		ask(
			{ id: 'trigger', slot: 'trigger', text: 'Como começa?', why: 'O início.' },
			'Uma pessoa preenche um formulário',
			'Chega uma mensagem',
			'Todo dia às 9h',
			'Uma pessoa inicia à mão',
		),
	approvals: () =>
		ask(
			{
				id: 'approvals',
				slot: 'approvals',
				text: 'Alguém precisa aprovar antes de algo que não se desfaz?',
				why: 'Uma tarefa de uma pessoa, e um fim para o que ela recusa.',
			},
			'Não, ninguém',
			'Sim, o gerente',
		),
	actors: () =>
		ask(
			{ id: 'actors', slot: 'actors', text: 'Quem faz as etapas de pessoas? Diga um cargo ou um grupo.', why: 'Quem recebe as tarefas.' },
			'Equipe',
			'Gerente',
			'Suporte',
		),
	data: () =>
		ask(
			{ id: 'data', slot: 'data', text: 'O que o formulário pergunta? Diga os campos.', why: 'Os campos do formulário.' },
			'Nome, email, solicitação',
			'Nome, valor, motivo',
		),
};

const enQuestions: QuestionTexts = {
	goal: (wish) =>
		ask(
			{
				id: 'goal',
				slot: 'goal',
				text: 'What has to be done, step by step? One sentence or line for each step is best.',
				why: 'All of the steps.',
			},
			wish,
			'A person: look at each request and answer it',
			'Ask an agent: answer each request',
		),
	trigger: () =>
		ask(
			{ id: 'trigger', slot: 'trigger', text: 'How does it begin?', why: 'The start.' },
			'A person fills in a form',
			'A message arrives',
			'Every day at 9',
			'A person starts it by hand',
		),
	approvals: () =>
		ask(
			{
				id: 'approvals',
				slot: 'approvals',
				text: 'Does a person have to approve before something that cannot be undone?',
				why: 'A task of a person, and an end for what is refused.',
			},
			'No, nobody',
			'Yes, the manager',
		),
	actors: () =>
		ask(
			{ id: 'actors', slot: 'actors', text: 'Who does the steps of people? Name a role or a group.', why: 'Who gets the tasks.' },
			'Team',
			'Manager',
			'Support',
		),
	data: () =>
		ask(
			{ id: 'data', slot: 'data', text: 'What does the form ask? Name the fields.', why: 'The fields of the form.' },
			'Name, email, request',
			'Name, amount, reason',
		),
};

const isSettled = (picture: Picture, slot: Slot): boolean => picture[slot]?.from === 'answer' || picture[slot]?.question !== undefined;

const questionTexts: Record<Language, QuestionTexts> = { en: enQuestions, pt: ptQuestions };

/** Max number of questions at once, and in one interview. */
export const maxAtOnce = 2;
export const maxQuestions = 6;

type Interviewed = Pick<Plan, 'wish' | 'language' | 'picture' | 'answers'>;

/**
 * Returns the open questions: contradictions, then a model's, then those of every plan. @param proposed questions of a model, which replace
 * those of the interview for their slot
 */
export function chooseQuestions(told: Interviewed, proposed: Question[] = []): Question[] {
	const { picture, answers } = told;
	const isOpen = ({ id, slot }: Question) => !Object.hasOwn(answers, id) && !Object.hasOwn(answers, slot) && !isSettled(picture, slot);
	const isConflict = ({ id }: Question) => id.startsWith('conflict-');
	const isOfModel = (question: Question) => question.id !== question.slot && !isConflict(question) && (question.choices?.length ?? 0) > 1;
	const known = proposed.find(({ id }) => id === 'goal');
	const own = listOwn(told).map((question) => (known && question.id === 'goal' ? known : question));
	const questions = [...proposed.filter(isConflict), ...proposed.filter(isOfModel), ...own].filter(isOpen);
	const unique = questions.filter(({ slot }, at) => questions.findIndex((other) => other.slot === slot) === at);
	return unique.slice(0, Math.max(0, maxQuestions - Object.keys(answers).length));
}

const maxOffered = 100;
const fewWords = 12;

function listOwn({ wish, language, picture }: Interviewed): Question[] {
	const texts = questionTexts[language];
	const isKnown = (slot: Slot) => picture[slot] !== undefined;
	const isShort = splitSentences(wish).length < 2 && wish.split(/\s+/).length < fewWords && !isFromWish(picture, 'trigger');
	const beginsByForm = readTrigger(picture.trigger?.text ?? '', language)?.kind === 'form';
	return [
		...(isShort ? [texts.goal(shorten(wish, maxOffered))] : []),
		...(isFromWish(picture, 'trigger') ? [] : [texts.trigger()]),
		...(isKnown('actors') ? [] : [texts.actors()]),
		...(isKnown('approvals') ? [] : [texts.approvals()]),
		...(beginsByForm && !isKnown('data') ? [texts.data()] : []),
	];
}

const isFromWish = (picture: Picture, slot: Slot): boolean => picture[slot]?.from === 'wish';
