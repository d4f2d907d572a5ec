import { ask, type QuestionTexts } from './shape';

export const enQuestions: QuestionTexts = {
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
