import type { INodePropertyCollection } from 'n8n-workflow';
import { action, actions, limited, number, text, threshold, whole } from './field-parts';

export const abuseLimit: INodePropertyCollection = {
	displayName: 'Abuse Limit',
	name: 'abuse-limit',
	values: [
		number('Warn After', 'warn', 1, 'Messages that broke a guardrail, from which the contact is warned. Set 0 for never.', 100),
		number('Slow Down After', 'slow', 3, 'From how many such messages the contact has to wait between messages. Set 0 for never.', 100),
		number('Block After', 'block', 5, 'From how many such messages the contact cannot write. Set 0 for never.', 100),
		limited('Count Within Minutes', 'windowMinutes', 1_440, 'How long such a message counts', 43_200),
		limited('Wait Seconds', 'slowSeconds', 60, 'Time between two messages of a contact who is slowed down', 86_400),
		limited('Block for Minutes', 'blockMinutes', 1_440, 'How long the contact cannot write', 525_600),
		action('block', whole),
	],
};

export const oddBehaviour: INodePropertyCollection = {
	displayName: 'Odd Behaviour',
	name: 'odd-behaviour',
	values: [
		number('Stopped Messages', 'refusals', 5, 'From how many stopped messages a contact is odd. Set 0 for never.', 100),
		number(
			'Requests for the Prompt',
			'probes',
			3,
			'From how many messages that ask for the prompt a contact is odd. Set 0 for never.',
			100,
		),
		number('Equal Messages', 'repeats', 10, 'From how many equal messages a contact is odd. Set 0 for never.', 100),
		number('Similar Messages', 'similar', 30, 'From how many nearly equal messages a contact is odd. Set 0 for never.', 100),
		number(
			'Stopped Messages of Everybody',
			'everybody',
			20,
			'From how many stopped messages of all contacts together it is recorded. Set 0 for never.',
			100,
		),
		{
			displayName: 'Encoded Arguments',
			name: 'encoded',
			type: 'boolean',
			default: true,
			description: 'Whether calls of tools are searched for texts that the model encoded',
		},
		limited('Count Within Minutes', 'windowMinutes', 60, 'How long a message counts', 1_440),
		action('ask-person', whole),
	],
};

export const harmfulContent: INodePropertyCollection = {
	displayName: 'Harmful Content',
	name: 'harmful-content',
	values: [
		action('block', whole),
		{
			displayName: 'Self-Harm',
			name: 'selfHarm',
			type: 'options',
			options: [
				{ name: 'Answer', value: 'answer', description: 'Stop the text and tell the person where help exists' },
				actions['ask-person'],
				actions.block,
				actions.log,
			],
			default: 'answer',
			description: 'What to do when a text speaks of self-harm',
		},
		threshold(
			'Threshold',
			'threshold',
			0.6,
			'Hate, harassment, violence, sexual content, self-harm and dangerous acts count from this score. Lower is stricter.',
			0.05,
		),
		text('Help Message', 'helpMessage', {
			typeOptions: { rows: 3 },
			description: 'Where help exists. Leave empty for a standard message in the language of the text (English or Portuguese).',
		}),
		{
			displayName: 'Ask the Judge',
			name: 'judge',
			type: 'options',
			options: [
				{ name: 'Always', value: 'always', description: 'Ask about every text that the word lists do not decide' },
				{ name: 'In Doubt', value: 'in-doubt', description: 'Ask about texts that the word lists find doubtful' },
				{ name: 'Never', value: 'never', description: 'Use the word lists alone' },
			],
			default: 'in-doubt',
			description: 'When to ask a model, in a node that has a judge',
		},
		{
			displayName: 'Other Languages',
			name: 'otherLanguages',
			type: 'options',
			options: [actions['ask-person'], actions.block, actions.log, { name: 'Pass', value: 'pass', description: 'Let the text through' }],
			default: 'log',
			description: 'What to do with a text in another language than English, Portuguese and Spanish, where no judge is asked',
		},
		{
			displayName: 'Rules by Kind',
			name: 'kinds',
			type: 'json',
			default: '{}',
			placeholder: '{ "sexual": { "threshold": 0.4, "action": "log" } }',
			description:
				'What differs for hate, harassment, violence, sexual, self-harm or dangerous-acts. Sexual content about minors is always blocked.',
		},
	],
};
