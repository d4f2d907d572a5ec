import * as Type from 'typebox/type';
import { tellsOfDelivery } from './statements/appointments';
import { findCallTimes } from './statements/call-times';
import { findDeadlines } from './statements/deadlines';
import { createStatementCheck } from './statements/statement-check';

const options = {
	of: Type.Optional(
		Type.Enum(['deliveries', 'others', 'calls'], {
			description:
				'Which deadlines: deliveries (when something is delivered, installed or ready), or others (calls, visits, answers, proposals, payments). Default: both. calls: the day or the hour of a call, a visit or a message of the company, beside deadlines. Checks with names can have a text for each.',
		}),
	),
};

export const noDeadline = createStatementCheck('no-deadline', {
	code: 'DEADLINE',
	reason: { en: 'The text gives a deadline.', pt: 'O texto informa um prazo.' },
	options,
	find: (sentence, { of }) => (of === 'calls' ? findCallTimes(sentence) : findDeadlines(sentence)),
	isAbout: ({ of }, { text }) => of === undefined || of === 'calls' || tellsOfDelivery(text) === (of === 'deliveries'),
});
