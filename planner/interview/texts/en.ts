import { ask, ordered, type QuestionTexts } from './shape';

export const enQuestions: QuestionTexts = {
	conflictOfStart: (starts) =>
		ask(
			{
				id: 'conflict-start',
				slot: 'trigger',
				text: `You name two ways to begin: "${starts[0]}" and "${starts[1]}". Which one begins the process?`,
				why: 'The start.',
			},
			...starts,
		),
	conflictOfApproval: ([denial, demand]) =>
		ask(
			{
				id: 'conflict-approval',
				slot: 'approvals',
				text: `You say "${denial}", but also: "${demand}". Does a person approve?`,
				why: 'A task of a person, and an end for what is refused.',
			},
			'Yes, a person approves',
			'No, nobody approves',
		),
	conflictOfPeople: (step) =>
		ask(
			{
				id: 'conflict-people',
				slot: 'actors',
				text: `You say that it runs without people, but "${step}" is done by a person. Who does it?`,
				why: 'Who does this step.',
			},
			'A person',
			'A program',
		),
	conflictOfStep: (step) =>
		ask(
			{
				id: 'conflict-step',
				slot: 'limits',
				text: `You forbid "${step}" in one sentence and ask for it in another. Should it be done?`,
				why: 'This step.',
			},
			'No, leave it out',
			'Yes, do it',
		),
	conflictOfBranches: (condition) =>
		ask(
			{
				id: 'conflict-branches',
				slot: 'decisions',
				text: `You say two different things for "${condition}". Which one counts?`,
				why: 'What follows this condition.',
			},
			'The first',
			'The second',
		),
	conflictOfTime: ({ wait, limit }) =>
		ask(
			{ id: 'conflict-time', slot: 'deadline', text: `"${wait}" takes longer than ${limit}. Which one counts?`, why: 'How long it waits.' },
			`The limit of ${limit}`,
			'The wait',
		),
	impossible: (words) =>
		ask(
			{
				id: 'impossible',
				slot: 'limits',
				text: `No process can promise this: "${words}". What should be done instead?`,
				why: 'A step that cannot be done as you say it.',
			},
			'Leave it out',
			'A person looks at it and decides',
		),
	goal: (ready) =>
		ask(
			{
				id: 'goal',
				slot: 'goal',
				text: 'What has to be done, step by step? One sentence or line for each step is best.',
				why: 'All of the steps.',
			},
			...(ready === undefined ? [] : [ready]),
			'A person looks at each request and answers it',
			'An agent answers each request',
		),
	trigger: () =>
		ask(
			{ id: 'trigger', slot: 'trigger', text: 'How does it begin?', why: 'The start.' },
			'A person fills in a form',
			'A message arrives',
			'Every day at 9',
			'A person starts it by hand',
		),
	approvals: (step, isRisky) =>
		ask(
			{
				id: 'approvals',
				slot: 'approvals',
				text: `Does a person have to approve before "${step}"?`,
				why: 'A task of a person before something that cannot be undone.',
			},
			...ordered(isRisky, 'Yes, the manager', 'No, nobody'),
		),
	actors: (step) =>
		ask(
			{ id: 'actors', slot: 'actors', text: `Who does "${step}"? Name a role or a group.`, why: 'Who gets the tasks.' },
			'Team',
			'Manager',
			'Support',
		),
	sendBy: (step) =>
		ask(
			{ id: 'systems', slot: 'systems', text: `By which service is "${step}" done?`, why: 'The program that does it.' },
			'Any that fits',
			'Email',
			'WhatsApp',
			'Slack',
			'Telegram',
		),
	storeIn: (step) =>
		ask(
			{ id: 'systems', slot: 'systems', text: `In which system is "${step}" done?`, why: 'The program that does it.' },
			'Any that fits',
			'Google Sheets',
			'CRM',
			'ERP',
			'PostgreSQL',
		),
	decisions: (words) =>
		ask(
			{
				id: 'decisions',
				slot: 'decisions',
				text: `From which figure on does "${words}" hold? Or does a person decide?`,
				why: 'The condition of a branch.',
			},
			'A person decides',
			'500',
			'1000',
			'5000',
		),
	data: () =>
		ask(
			{ id: 'data', slot: 'data', text: 'What does the form ask? Name the fields.', why: 'The fields of the form.' },
			'Name, email, request',
			'Name, amount, reason',
		),
	undrawn: (sentences, forbids) =>
		ask(
			{
				id: 'undrawn',
				slot: 'limits',
				text: `I do not understand this: ${sentences}. What should be done about it?`,
				why: 'A step for each of these sentences, or none.',
			},
			...(forbids ? ['A person checks that it is kept', 'It is not needed'] : ['It is not needed', 'A person does it']),
		),
	exceptions: (step) =>
		ask(
			{ id: 'exceptions', slot: 'exceptions', text: `What happens if "${step}" fails for good?`, why: 'The way after a failure.' },
			'A person takes over',
			'The process ends',
		),
	cannot: (words) => `No process can promise this: "${words}".`,
};
